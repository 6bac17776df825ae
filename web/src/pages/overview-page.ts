// Overview: is it running, how much flows, how much of it is bad, and what was bad last.
import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import '../components/alert-list';
import '../components/channels-dialog';
import type { ChannelsDialog } from '../components/channels-dialog';
import '../components/decision-feed';
import '../components/kpi-strip';
import '../components/level-breakdown';
import '../components/pipeline-view';
import { base, card } from '../components/shared-styles';
import { AlertChannels } from '../state/alert-channels';
import { type AlertStep, AlertSteps } from '../state/alert-steps';
import type { AppContext } from '../state/app-context';
import { caseUrl } from '../state/routes';
import { canControl, canLabel, canRead, OPERATOR_TENANT } from '../state/session-store';
import { Follows } from '../state/store';
import { fraudChart, latencyChart, throughputChart } from './live-charts';
import { kpis } from './overview-kpis';
import { page } from './page-styles';

@customElement('sk-overview-page')
export class OverviewPage extends LitElement {
  static override styles = [
    base,
    card,
    page,
    css`
      .charts {
        display: grid;
        grid-template-columns: minmax(14rem, 0.8fr) repeat(3, minmax(0, 1fr));
        gap: var(--space-4);
      }
      .lower {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 22rem;
        gap: var(--space-4);
        height: max(22rem, calc(100vh - 35rem));
      }
      .lower > * {
        min-height: 0;
        overflow: hidden;
      }
      @media (max-width: 1180px) {
        .charts {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      @media (max-width: 900px) {
        .lower {
          display: flex;
          flex-direction: column;
          height: auto;
        }
        .lower > * {
          height: 26rem;
          flex: none;
        }
      }
      @media (max-width: 640px) {
        .charts {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--space-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-channels') private channelsDialog!: ChannelsDialog;
  private channelsStore!: AlertChannels;
  private stepsStore!: AlertSteps;

  readonly follows = new Follows(this, () => [
    this.app.live,
    this.app.theme,
    this.app.router,
    this.app.notifier,
    this.app.session,
    this.channels,
    this.steps,
  ]);

  private get steps(): AlertSteps {
    this.stepsStore ??= new AlertSteps(this.app.http);
    return this.stepsStore;
  }

  private get channels(): AlertChannels {
    this.channelsStore ??= new AlertChannels(this.app.http);
    return this.channelsStore;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('show-channels', () => {
      this.channelsDialog.open();
      void this.channels.load();
    });
    this.addEventListener('step-alert', ({ detail }) => void this.step(detail));
    this.addEventListener('show-case-of', ({ detail }) => void this.showCaseOf(detail));
    this.addEventListener('test-channel', ({ detail }) => void this.channels.test(detail));
  }

  private async step({ id, step }: { id: string; step: AlertStep }): Promise<void> {
    const problem = await this.steps.take(id, step);
    if (problem) this.app.notices.say('error', 'The alert was not changed', problem);
  }

  private async showCaseOf(decision: string): Promise<void> {
    const found = await this.steps.caseOf(decision);
    if ('id' in found) this.app.router.go(caseUrl(found.id));
    else this.app.notices.say('error', 'No case to show', found.problem);
  }

  override render() {
    const { live } = this.app;
    const { stats } = live.value;
    const lost = live.connection.phase === 'lost' && stats !== null;
    return html`<div class="stack">
      <sk-kpis .items=${kpis(live.value, lost)} .loading=${stats === null}></sk-kpis>
      <sk-pipeline compact .stages=${stats?.stages ?? []}></sk-pipeline>
      <div class="charts">
        <sk-levels class="card" .counts=${stats?.totals.by_level ?? null}></sk-levels>
        ${fraudChart(this.app)} ${throughputChart(this.app)} ${latencyChart(this.app)}
      </div>
      <div class="lower">${this.feed()} ${this.alerts()}</div>
      <sk-channels
        .view=${this.channels.value}
        .mayTest=${canControl(this.app.session.role)}
        .tenant=${this.app.session.tenant}
        ?operators=${this.app.session.tenant === OPERATOR_TENANT}
      ></sk-channels>
    </div>`;
  }

  private feed() {
    const { live, router } = this.app;
    return html`<sk-feed
      class="card"
      .latest=${live.value.decisions}
      .skipped=${live.value.skipped}
      .nowMs=${live.serverNowMs()}
      .current=${router.value.decision}
      .loading=${live.value.stats === null}
    ></sk-feed>`;
  }

  private alerts() {
    const { live, notifier, session } = this.app;
    return html`<sk-alerts
      class="card"
      .alerts=${live.value.alerts}
      .nowMs=${live.serverNowMs()}
      .loading=${live.value.stats === null}
      .notifying=${notifier.value}
      .canNotify=${notifier.possible}
      .hasChannels=${canRead(session.role)}
      .steps=${this.steps.value}
      ?maySeeCases=${session.role !== null}
      ?mayStep=${canLabel(session.role)}
    ></sk-alerts>`;
  }
}
