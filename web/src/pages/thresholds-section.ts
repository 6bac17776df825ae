// How many reviews: from which risk on events are reviewed, how that moved, and setting it by hand.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ThresholdChange, ThresholdRequest, Thresholds } from '../api/threshold-types';
import { KINDS } from '../api/types';
import '../charts/threshold-chart';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import { base, card, controls, dataTable } from '../components/shared-styles';
import '../components/threshold-form';
import { aboutWord } from '../format/model-words';
import {
  changeAuthor,
  changeWords,
  goalWords,
  isSet,
  thresholdSentence,
} from '../format/threshold-words';
import { dayAndTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { ReviewThresholds } from '../state/review-thresholds';
import { canControl } from '../state/session-store';
import { Follows } from '../state/store';
import { thresholdQuestion } from './model-questions';

const ROWS_SHOWN = 8;

@customElement('sk-thresholds')
export class ThresholdsSection extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      .now,
      .hand {
        display: grid;
        gap: var(--space-1);
        padding: 0 var(--space-4) var(--space-3);
      }
      .now .lead {
        font-weight: 600;
      }
      .unit {
        display: block;
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 400;
      }
      .card-head {
        padding-top: var(--space-2);
      }
      .hand {
        gap: var(--space-3);
        padding-top: var(--space-4);
        border-top: 1px solid var(--border);
        padding-bottom: var(--space-4);
      }
      .scroll {
        overflow-x: auto;
        margin: var(--space-2) var(--space-2) var(--space-3);
      }
      td,
      th {
        padding: 0.25rem var(--space-2);
      }
      td.note {
        min-width: 10rem;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .skeleton.tall {
        height: 8rem;
        margin: 0 var(--space-4) var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-confirm') private confirm!: ConfirmDialog;
  private store!: ReviewThresholds;

  readonly follows = new Follows(this, () => [this.view, this.app.session]);

  private get view(): ReviewThresholds {
    this.store ??= new ReviewThresholds(this.app.http);
    return this.store;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('set-threshold', ({ detail }) => this.ask(detail));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store?.stop();
  }

  protected override firstUpdated(): void {
    void this.view.load();
  }

  private ask(request: ThresholdRequest): void {
    const { title, text, verb, done } = thresholdQuestion(request);
    this.confirm.ask({
      title,
      text,
      verb,
      run: async () => {
        const problem = await this.view.change(request);
        if (!problem) this.app.notices.say('ok', done);
        return problem;
      },
    });
  }

  override render() {
    const { phase, thresholds } = this.view.value;
    if (phase === 'absent') return nothing;
    return html`<section class="card" aria-label="How many reviews" data-testid="thresholds">
        <div class="card-head">
          <h2>How many reviews? <span class="unit">threshold in points of risk, 0 to 100</span></h2>
        </div>
        ${this.problem()}
        ${
          thresholds
            ? html`${this.now(thresholds)} ${this.history(thresholds.data)}
              ${this.byHand(thresholds)}`
            : phase === 'loading'
              ? html`<span class="skeleton tall"></span>`
              : nothing
        }
      </section>
      <sk-confirm></sk-confirm>`;
  }

  private problem() {
    const { phase, problem } = this.view.value;
    if (phase !== 'failed') return nothing;
    return html`<div class="now">
      <p class="field-error" role="alert">
        The thresholds could not be read. ${problem}
        <button class="small" @click=${() => void this.view.load()}>Try again</button>
      </p>
    </div>`;
  }

  private now(thresholds: Thresholds) {
    const { goal, transaction, message } = thresholds;
    return html`<div class="now">
      <p class="lead" data-testid="threshold-now">
        ${thresholdSentence('transaction', transaction, goal)}
      </p>
      ${
        transaction?.review_from != null
          ? html`<p class="muted">
              Held since ${dayAndTime(transaction.changed_at)}. What its level declines stays
              declined.
            </p>`
          : nothing
      }
      ${message ? html`<p>${thresholdSentence('message', message, goal)}</p>` : nothing}
    </div>`;
  }

  private history(changes: ThresholdChange[]) {
    if (changes.length === 0) {
      return html`<p class="empty">
        <strong>It never moved</strong>Each change of a threshold is kept and will be drawn here.
      </p>`;
    }
    return html`<sk-threshold-chart .changes=${changes} .nowMs=${Date.now()}></sk-threshold-chart>
      ${this.table(changes)}`;
  }

  private table(changes: ThresholdChange[]) {
    return html`<div
      class="scroll"
      tabindex="0"
      role="region"
      aria-label="Newest changes of the thresholds"
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Changed</th>
            <th scope="col">Of</th>
            <th scope="col" class="right">Review from</th>
            <th scope="col">By</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          ${changes.slice(0, ROWS_SHOWN).map(
            (change) =>
              html`<tr>
                <td title=${fullTime(change.changed_at)}>${dayAndTime(change.changed_at)}</td>
                <td>${aboutWord[change.about]}</td>
                <td class="right">${changeWords(change)}</td>
                <td>${changeAuthor(change)}</td>
                <td class="note">${change.note || '–'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** A goal of the settings holds transactions; the server refuses a hand beside it. */
  private byHand({ goal }: Thresholds) {
    const held = isSet(goal);
    const kinds = held ? KINDS.filter((each) => each !== 'transaction') : KINDS;
    return html`<div class="hand">
      ${
        held
          ? html`<p class="muted" data-testid="threshold-held">
              The threshold of transactions cannot be set by hand: the settings hold a goal of
              ${goalWords(goal)}, and the server moves it to meet that.
            </p>`
          : nothing
      }
      ${
        canControl(this.app.session.role)
          ? html`<sk-threshold-form .kinds=${kinds}></sk-threshold-form>`
          : html`<p class="muted">Only an admin can set a threshold.</p>`
      }
    </div>`;
  }
}
