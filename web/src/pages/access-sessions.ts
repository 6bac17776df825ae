// Who is signed in, and signing somebody out.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { endSession, readSessions } from '../api/access';
import type { OpenSession } from '../api/access-types';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import { icon } from '../components/icons';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { age } from '../format/duration';
import { personWords, roleWord } from '../format/sign-in-words';
import { dayAndTime, fullTime } from '../format/time';
import { AccessList } from '../state/access-list';
import type { AppContext } from '../state/app-context';
import { canControl } from '../state/session-store';
import { Follows } from '../state/store';
import { accessStyles, problemLine, tableFrame } from './access-styles';

const COLUMNS = ['Who', 'Role', 'From', 'Since', 'Last seen', 'Until', ''];

@customElement('sk-access-sessions')
export class AccessSessions extends LitElement {
  static override styles = [base, card, controls, dataTable, accessStyles];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-confirm') private confirm!: ConfirmDialog;
  private store: AccessList<OpenSession> | null = null;

  readonly follows = new Follows(this, () => [this.list, this.app.session]);

  private get list(): AccessList<OpenSession> {
    this.store ??= new AccessList(() => readSessions(this.app.http));
    return this.store;
  }

  protected override firstUpdated(): void {
    void this.list.load();
  }

  private end(session: OpenSession): void {
    const who = personWords(session.name);
    this.confirm.ask({
      title: `Sign out ${who}?`,
      text: 'This one session ends now. Whoever still has the key or the password can come back.',
      verb: 'Sign out',
      run: async () => {
        const problem = await this.list.change(() => endSession(this.app.http, session.id));
        if (!problem) this.app.notices.say('ok', 'Signed out', who);
        return problem;
      },
    });
  }

  override render() {
    const { rows, problem } = this.list.value;
    return html`<section class="card" aria-label="Sessions">
        <div class="card-head">
          <h2>Signed in now</h2>
          <span class="grow"></span>
          <button class="small" @click=${() => void this.list.load()}>
            ${icon('again', '0.875rem')}Read again
          </button>
        </div>
        ${problemLine(problem)}
        ${tableFrame(
          'sessions',
          COLUMNS,
          rows?.map((session) => this.row(session)) ?? null,
          html`<strong>Nobody is signed in</strong>`,
        )}
      </section>
      <sk-confirm></sk-confirm>`;
  }

  private row(session: OpenSession) {
    const who = personWords(session.name);
    const seenMs = this.app.live.serverNowMs() - Date.parse(session.used_at);
    return html`<tr data-testid="session-row">
      <td>${who}</td>
      <td>${roleWord[session.role]}</td>
      <td class="mono">${session.address}</td>
      <td title=${fullTime(session.opened_at)}>${dayAndTime(session.opened_at)}</td>
      <td title=${fullTime(session.used_at)}>${seenWords(seenMs)}</td>
      <td title=${fullTime(session.expires_at)}>${dayAndTime(session.expires_at)}</td>
      <td class="acts">
        ${
          canControl(this.app.session.role)
            ? html`<button
                class="small danger"
                aria-label="Sign out ${who}"
                @click=${() => this.end(session)}
              >
                Sign out
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }
}

const seenWords = (ms: number): string => (ms < 1000 ? 'now' : `${age(ms)} ago`);
