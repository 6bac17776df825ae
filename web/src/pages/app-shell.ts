// The shell: sign-in or navigation, banner, the present page, drawer, notices, keys.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { addEntry } from '../api/blocklist';
import { errorWords } from '../api/http';
import type { Session } from '../api/types';
import '../components/account-dialog';
import type { AccountDialog } from '../components/account-dialog';
import '../components/connection-banner';
import '../components/decision-drawer';
import type { AppEvents } from '../components/emit';
import '../components/help-dialog';
import type { HelpDialog } from '../components/help-dialog';
import { Hotkeys } from '../components/keyboard';
import '../components/nav-rail';
import '../components/notice-stack';
import '../components/page-head';
import { base } from '../components/shared-styles';
import '../components/sign-in';
import type { Account } from '../state/account';
import type { AppContext } from '../state/app-context';
import { canLabel } from '../state/session-store';
import { Follows } from '../state/store';
import './access-page';
import './cases-page';
import './decision-page';
import './decisions-page';
import { headingOf, subtitleOf } from './headings';
import './lists-page';
import './models-page';
import './overview-page';
import './settings-page';
import './streaming-page';
import './tester-page';

/** A short break in the line is not worth a banner. */
const BANNER_AFTER_MS = 1500;

@customElement('sk-app')
export class AppShell extends LitElement {
  static override styles = [
    base,
    css`
      .frame {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        min-height: 100vh;
      }
      .frame.kiosk {
        grid-template-columns: minmax(0, 1fr);
      }
      main {
        transition: filter 0.6s;
      }
      main.stale {
        filter: grayscale(0.75) opacity(0.8);
        --flow-state: paused;
      }
      @media (max-width: 640px) {
        .frame {
          grid-template-columns: minmax(0, 1fr);
          /* The bar is below: its empty row must not take what a short page leaves. */
          align-content: start;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        main {
          transition: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-help') private help!: HelpDialog | null;
  @query('sk-account') private accountDialog!: AccountDialog | null;
  private ageTimer: ReturnType<typeof setInterval> | undefined;

  readonly follows = new Follows(this, () => {
    const { session, account, router, live, theme, notices, notifier, detail, control } = this.app;
    return [session, account, router, live, theme, notices, notifier, detail, control];
  });

  readonly hotkeys = new Hotkeys(this, {
    '?': () => this.help?.open(),
    '/': () => this.search(),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    const { app } = this;
    this.addEventListener('click', app.router.followLink);
    this.addEventListener('open-decision', (event) =>
      app.router.change({ decision: event.detail }),
    );
    this.addEventListener('close-drawer', () => app.router.change({ decision: null }));
    this.addEventListener('label-decision', (event) => void this.label(event.detail));
    this.addEventListener('block-entity', (event) => void this.block(event.detail));
    this.addEventListener('dismiss-notice', (event) => app.notices.dismiss(event.detail));
    this.addEventListener('toggle-notify', () => void app.notifier.toggle());
    this.addEventListener('sign-in', (event) => void app.session.signIn(event.detail));
    this.followAccount(app.account);
    // Ages go on counting while nothing arrives.
    this.ageTimer = setInterval(() => this.lost && this.requestUpdate(), 1000);
  }

  private followAccount(account: Account): void {
    this.addEventListener(
      'change-password',
      ({ detail }) => void account.changePassword(detail.current, detail.next),
    );
    this.addEventListener('begin-factor', () => void account.beginFactor());
    this.addEventListener('confirm-factor', ({ detail }) => void this.confirmFactor(detail));
    this.addEventListener('forget-account', () => account.forget());
  }

  /** The session tells from then on that it is on. */
  private async confirmFactor(code: string): Promise<void> {
    const { account, session } = this.app;
    if (await account.confirmFactor(code)) void session.check();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ageTimer);
  }

  protected override willUpdate(): void {
    const { session, router, detail } = this.app;
    if (session.value.phase === 'signed-in') void detail.open(router.value.decision);
    else void detail.open(null);
  }

  private get lost(): boolean {
    const { connection } = this.app.live;
    if (connection.phase === 'open' || connection.phase === 'idle') return false;
    return connection.phase === 'lost' || this.app.live.dataAgeMs() > BANNER_AFTER_MS;
  }

  private search(): void {
    const { router } = this.app;
    if (router.value.page !== 'decisions') router.change({ page: 'decisions', filters: {} });
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('sk-decisions-page')?.focusSearch();
    });
  }

  private async label({ label, note }: AppEvents['label-decision']): Promise<void> {
    const problem = await this.app.detail.label(label, note);
    const { notices } = this.app;
    if (problem) notices.say('error', 'The label was not saved', problem);
    else notices.say('ok', label === 'fraud' ? 'Labelled as fraud' : 'Labelled as not fraud');
  }

  private async block(entity: { kind: string; value: string }): Promise<void> {
    const { http, notices, detail } = this.app;
    const reason = `From decision ${detail.value.id ?? ''}`;
    try {
      await addEntry(http, { ...entity, reason });
      notices.say('ok', 'Blocked', entity.value);
    } catch (error) {
      notices.say('error', 'Not blocked', errorWords(error));
    }
  }

  override render() {
    const session = this.app.session.value;
    if (session.phase === 'unknown') return nothing;
    if (session.phase === 'signed-out') {
      return html`<sk-sign-in
        .problem=${session.problem}
        .busy=${session.busy}
        .codeNeeded=${session.codeNeeded}
      ></sk-sign-in>`;
    }
    const { kiosk, page } = this.app.router.value;
    return html`
      <div class="frame ${kiosk ? 'kiosk' : ''}">
        ${kiosk ? nothing : this.rail(session.session)}
        <div>
          ${this.banner()} ${this.head()}
          <main class=${this.lost ? 'stale' : ''}>${this.page()}</main>
        </div>
      </div>
      ${this.drawer()}
      <sk-notices
        .notices=${this.app.notices.value}
        ?beside=${this.app.detail.value.id !== null && page !== 'decision'}
      ></sk-notices>
      <sk-help></sk-help>
      <sk-account .session=${session.session} .account=${this.app.account.value}></sk-account>
    `;
  }

  private rail({ role, branding }: Session) {
    const { page } = this.app.router.value;
    return html`<sk-nav .page=${page} .reader=${role} .branding=${branding}></sk-nav>`;
  }

  private banner() {
    const { live } = this.app;
    const ageMs = live.connection.heardAtMs === null ? null : live.dataAgeMs();
    return html`<sk-banner .lost=${this.lost} .ageMs=${ageMs}></sk-banner>`;
  }

  private head() {
    const { router, theme, session, live } = this.app;
    return html`<sk-head
      .heading=${headingOf(router.value.page)}
      .sub=${subtitleOf(router.value.page, live.value)}
      .theme=${theme.shown}
      .session=${session.value.phase === 'signed-in' ? session.value.session : null}
      .onTheme=${() => theme.toggle()}
      .onAccount=${() => this.accountDialog?.open()}
      .onHelp=${() => this.help?.open()}
      .onLeave=${() => void session.signOut()}
    ></sk-head>`;
  }

  private page() {
    switch (this.app.router.value.page) {
      case 'streaming':
        return html`<sk-streaming-page .app=${this.app}></sk-streaming-page>`;
      case 'decisions':
        return html`<sk-decisions-page .app=${this.app}></sk-decisions-page>`;
      case 'decision':
        return html`<sk-decision-page .app=${this.app}></sk-decision-page>`;
      case 'cases':
        return html`<sk-cases-page .app=${this.app}></sk-cases-page>`;
      case 'models':
        return html`<sk-models-page .app=${this.app}></sk-models-page>`;
      case 'tester':
        return html`<sk-tester-page .app=${this.app}></sk-tester-page>`;
      case 'access':
        return html`<sk-access-page .app=${this.app}></sk-access-page>`;
      case 'settings':
        return html`<sk-settings-page .app=${this.app}></sk-settings-page>`;
      case 'lists':
        return html`<sk-lists-page .app=${this.app}></sk-lists-page>`;
      default:
        return html`<sk-overview-page .app=${this.app}></sk-overview-page>`;
    }
  }

  private drawer() {
    const { detail, live, session, router } = this.app;
    if (!detail.value.id || router.value.page === 'decision') return nothing;
    return html`<sk-drawer
      .detail=${detail.value}
      .nowMs=${live.serverNowMs()}
      .mayLabel=${canLabel(session.role)}
    ></sk-drawer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-app': AppShell;
  }
}
