// How good the decisions are: state, figures, by day, calibration, drift, champion and challenger.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../charts/day-chart';
import '../charts/reliability-chart';
import type { Figures, Monitoring } from '../api/monitoring-types';
import { MONITORING_DAYS } from '../api/monitoring';
import '../components/drift-list';
import { icon } from '../components/icons';
import '../components/model-comparison';
import { base, card, controls } from '../components/shared-styles';
import { exact, figure, percent } from '../format/number';
import { dayAndTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { MonitoringView } from '../state/monitoring-view';
import { Follows } from '../state/store';

const stateWord = { ok: 'Accuracy is steady', dropped: 'Accuracy dropped', unknown: 'Not known' };

const sampleWords = ({ sample_share: share }: Monitoring): string =>
  share === null || share >= 1 ? 'payments' : `a sample of ${percent(share)} of all payments`;

@customElement('sk-monitoring')
export class MonitoringSection extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      section {
        display: grid;
        gap: var(--space-4);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
      }
      .top h2 {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      .grow {
        flex: 1;
      }
      .days {
        display: flex;
        gap: var(--space-1);
      }
      .state {
        display: flex;
        gap: var(--space-2);
        padding: var(--space-3) var(--space-4);
      }
      .state.dropped {
        border-color: var(--bad);
        background: var(--bad-soft);
      }
      .state.dropped svg {
        color: var(--bad);
      }
      .state.ok svg {
        color: var(--ok);
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr));
        gap: var(--space-3) var(--space-4);
        padding: var(--space-3) var(--space-4);
      }
      dt {
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      dd {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        align-items: start;
        gap: var(--space-4);
      }
      .again {
        margin-top: var(--space-3);
      }
      .skeleton.tall {
        height: 14rem;
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  private store!: MonitoringView;

  readonly follows = new Follows(this, () => [this.view]);

  private get view(): MonitoringView {
    this.store ??= new MonitoringView(this.app.http);
    return this.store;
  }

  protected override firstUpdated(): void {
    void this.view.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store?.stop();
  }

  override render() {
    const { phase, figures, days } = this.view.value;
    return html`<section aria-label="Monitoring" data-testid="monitoring">
      <div class="top">
        <h2>How good are the decisions?</h2>
        ${
          figures?.computed_at
            ? html`<span class="muted" title=${fullTime(figures.computed_at)}
                >${sampleWords(figures)}, measured ${dayAndTime(figures.computed_at)}</span
              >`
            : nothing
        }
        <span class="grow"></span>
        <span class="days" role="group" aria-label="Days">
          ${MONITORING_DAYS.map(
            (each) =>
              html`<button
                class="small"
                aria-pressed=${each === days}
                @click=${() => void this.view.load(each)}
              >
                ${each} days
              </button>`,
          )}
        </span>
      </div>
      ${phase === 'ready' && figures ? this.figures(figures) : this.nothingYet()}
    </section>`;
  }

  private nothingYet() {
    const { phase, problem } = this.view.value;
    if (phase === 'loading') return html`<span class="skeleton tall"></span>`;
    const again = html`<p class="again">
      <button class="small" @click=${() => void this.view.load()}>Look again</button>
    </p>`;
    if (phase === 'failed') {
      return html`<div class="card empty" role="alert">
        <strong>The figures could not be read</strong>${problem}${again}
      </div>`;
    }
    return html`<div class="card empty">
      <strong>Not measured yet</strong>The figures appear once the server has compared decisions
      with their labels.${again}
    </div>`;
  }

  private figures({ days, maturity_days, total, reliability, drift, ...rest }: Monitoring) {
    return html`${this.accuracy(rest.accuracy)} ${total ? this.tiles(total) : nothing}
      <sk-day-chart class="card" .days=${days} .maturityDays=${maturity_days}></sk-day-chart>
      <div class="two">
        <sk-reliability class="card" .bins=${reliability}></sk-reliability>
        <sk-drift class="card" .drift=${drift}></sk-drift>
        <sk-comparison class="card" .comparison=${rest.challenger}></sk-comparison>
      </div>`;
  }

  private accuracy(accuracy: Monitoring['accuracy']) {
    if (!accuracy) return nothing;
    return html`<p class="card state ${accuracy.state}" data-testid="accuracy">
      ${icon({ ok: 'check', dropped: 'warn', unknown: 'help' }[accuracy.state] as 'check')}
      <span><b>${stateWord[accuracy.state]}.</b> ${accuracy.text ?? nothing}</span>
    </p>`;
  }

  private tiles(total: Figures) {
    const tiles: [string, string, string?][] = [
      ['AUC', figure(total.auc)],
      ['Average precision', figure(total.average_precision)],
      ['Precision', percent(total.precision, 1), 'Of what was flagged, fraud'],
      ['Recall', percent(total.recall, 1), 'Of the fraud, flagged'],
      ['False positives', percent(total.false_positive_rate), 'Of genuine payments, flagged'],
      ['Frauds', `${exact(total.frauds)} of ${exact(total.labelled)}`, 'Of labelled decisions'],
    ];
    return html`<dl class="card tiles" aria-label="All settled days">
      ${tiles.map(
        ([name, value, hint]) =>
          html`<div title=${hint ?? ''}>
            <dt>${name}</dt>
            <dd class="num">${value}</dd>
          </div>`,
      )}
    </dl>`;
  }
}
