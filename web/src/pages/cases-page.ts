// Cases: the queue with its views, and the open case beside it. One key per act.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  CASE_VIEWS,
  type CaseCounts,
  type CaseOutcome,
  type CasePatch,
  type CaseView,
} from '../api/case-types';
import { caseLine, caseLineStyles } from '../components/case-line';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import { emit } from '../components/emit';
import { Hotkeys } from '../components/keyboard';
import { listFoot, moreFoot } from '../components/list-foot';
import { base, card, controls } from '../components/shared-styles';
import { caseOutcomeWord, closingWords, viewWord } from '../format/case-words';
import { entityFilter } from '../format/words';
import type { AppContext } from '../state/app-context';
import { CaseQueue } from '../state/case-queue';
import { CaseWork } from '../state/case-work';
import type { CasesRoute } from '../state/routes';
import { canLabel } from '../state/session-store';
import { Follows } from '../state/store';
import './case-panel';
import { casesPageStyles } from './cases-page-styles';
import { page } from './page-styles';

const LOOK_EVERY_MS = 5000;
const LABELS_EVERY_MS = 700;

@customElement('sk-cases-page')
export class CasesPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    caseLineStyles,
    listFoot,
    page,
    casesPageStyles,
  ];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-confirm') private dialog!: ConfirmDialog | null;
  private queueStore!: CaseQueue;
  private workStore!: CaseWork;
  private shown: string | null = null;
  private timers: ReturnType<typeof setInterval>[] = [];

  readonly follows = new Follows(this, () => [this.queue, this.work, this.app.router]);

  readonly hotkeys = new Hotkeys(
    this,
    {
      j: () => this.step(1),
      k: () => this.step(-1),
      a: () => void this.change({ assigned_to: 'me', state: 'investigating' }),
      f: () => this.ask('confirmed_fraud'),
      l: () => this.ask('false_positive'),
      i: () => this.ask('inconclusive'),
      Escape: () => this.open(null),
    },
    () => !this.dialog?.question && this.app.router.value.decision === null,
  );

  private get queue(): CaseQueue {
    this.queueStore ??= new CaseQueue(this.app.http);
    return this.queueStore;
  }

  private get work(): CaseWork {
    this.workStore ??= new CaseWork(this.app.http);
    return this.workStore;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('open-case', ({ detail }) => this.open(detail));
    this.addEventListener('change-case', ({ detail }) => void this.change(detail));
    this.addEventListener('close-case', ({ detail }) => this.ask(detail));
    this.timers = [
      setInterval(() => void this.look(), LOOK_EVERY_MS),
      setInterval(() => this.work.waitsForLabels && void this.work.load(), LABELS_EVERY_MS),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const timer of this.timers) clearInterval(timer);
    this.queueStore?.stop();
    this.workStore?.stop();
  }

  /** The address is the truth. */
  protected override willUpdate(): void {
    const { id, view, entity } = this.app.router.value.work;
    const wanted = `${view} ${entity}`;
    if (wanted !== this.shown) {
      this.shown = wanted;
      void this.queue.show({ view, entity });
    }
    void this.work.open(id);
  }

  private async look(): Promise<void> {
    if (document.hidden) return;
    await this.queue.again();
    const row = this.queue.value.rows?.find(({ id }) => id === this.work.value.id);
    const { value } = this.app.session;
    const me = value.phase === 'signed-in' ? (value.session.name ?? '') : '';
    if (row) await this.work.follow(row, me);
  }

  private go(part: Partial<CasesRoute>, replace = false): void {
    const { router } = this.app;
    router.change({ work: { ...router.value.work, ...part } }, replace);
  }

  /** Walking through the queue leaves one step for Back. */
  private open(id: string | null): void {
    const now = this.app.router.value.work.id;
    if (id !== now) this.go({ id }, now !== null && id !== null);
  }

  private step(by: number): void {
    const now = this.app.router.value.work.id;
    const next = this.queue.beside(now, by);
    if (!next) return;
    this.open(next);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector(`[data-id="${next}"]`)?.scrollIntoView({ block: 'nearest' }),
    );
  }

  private get mayWork(): boolean {
    const { detail } = this.work.value;
    return canLabel(this.app.session.role) && detail !== null && detail.state !== 'closed';
  }

  /** Resolves to words about what went wrong, or to null; either has been said. */
  private async change(patch: CasePatch): Promise<string | null> {
    if (!canLabel(this.app.session.role)) return null;
    const result = await this.work.change(patch);
    const { notices } = this.app;
    if (result.kind === 'done') {
      this.queue.put(result.now);
      void this.queue.again();
      return null;
    }
    const words = result.kind === 'failed' ? result.problem : this.work.value.overtaken;
    notices.say('error', 'The case was not changed', words);
    return words;
  }

  private ask(outcome: CaseOutcome): void {
    const { detail } = this.work.value;
    if (!detail || !this.mayWork) return;
    this.dialog?.ask({
      title: `Close ${detail.entity.id} as ${caseOutcomeWord[outcome].toLowerCase()}?`,
      text: closingWords(detail, outcome),
      verb: 'Close and go on',
      note: { label: 'Note (optional)', placeholder: 'How do you know?' },
      run: async ({ note }) => {
        const problem = await this.change(note ? { outcome, note } : { outcome });
        // What somebody else did has to be looked at first, so the question goes away.
        if (problem) return this.work.value.overtaken ? null : problem;
        this.app.notices.say('ok', `Closed: ${caseOutcomeWord[outcome]}`, detail.entity.id);
        const next = this.queue.drop(detail.id);
        this.open(next);
        return null;
      },
    });
  }

  private filter(event: Event): void {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>('#entity');
    this.go({ entity: entityFilter(field?.value ?? '') });
  }

  override render() {
    const { id, view, entity } = this.app.router.value.work;
    const nowMs = this.app.live.serverNowMs();
    return html`<div class="work ${id ? 'open' : ''}">
        <section class="card queue" aria-label="Queue">
          <div class="views" role="group" aria-label="Which cases">
            ${CASE_VIEWS.map((each) => this.tab(each, view))}
          </div>
          <form role="search" @submit=${this.filter}>
            <label class="sr" for="entity">Card, phone or customer</label>
            <input
              id="entity"
              type="search"
              maxlength="150"
              autocomplete="off"
              placeholder="Card, phone or customer"
              .value=${entity}
              @search=${this.filter}
            />
          </form>
          <div class="rows" tabindex="-1">${this.rows(id, nowMs)}</div>
        </section>
        <div class="side">
          ${
            id
              ? html`<sk-case-panel
                  .app=${this.app}
                  .work=${this.work.value}
                  .nowMs=${nowMs}
                ></sk-case-panel>`
              : html`<p class="card empty">
                  <strong>No case is open</strong>Choose one, or press j. Then: a takes it, f, l and
                  i close it as fraud, legitimate or inconclusive.
                </p>`
          }
        </div>
      </div>
      <sk-confirm></sk-confirm>`;
  }

  private tab(each: CaseView, view: CaseView) {
    const { counts } = this.queue.value;
    const count = counts ? countOf(each, counts) : null;
    return html`<button
      class="small"
      aria-pressed=${each === view}
      data-testid="view-${each}"
      @click=${() => this.go({ view: each, id: null })}
    >
      ${viewWord[each]}${count === null ? nothing : html` <span class="num">${count}</span>`}
    </button>`;
  }

  private rows(open: string | null, nowMs: number) {
    const { rows, next, problem } = this.queue.value;
    if (problem)
      return html`<p class="field-error problem" role="alert">
        ${problem} <button class="small" @click=${() => void this.queue.again()}>Try again</button>
      </p>`;
    if (rows === null) return html`<p class="empty"><span class="skeleton"></span></p>`;
    if (rows.length === 0)
      return html`<p class="empty"><strong>Nothing here</strong>No case waits in this view.</p>`;
    return html`<ul>
        ${repeat(
          rows,
          (row) => row.id,
          (row) =>
            html`<li>
              <button
                class="case"
                data-testid="case-row"
                data-id=${row.id}
                aria-current=${row.id === open}
                @click=${() => emit(this, 'open-case', row.id)}
              >
                ${caseLine(row, nowMs)}
              </button>
            </li>`,
        )}
      </ul>
      ${moreFoot({ next, more: () => void this.queue.more() })}`;
  }
}

const countOf = (view: CaseView, counts: CaseCounts): number | null => {
  if (view === 'queue') return counts.open + counts.investigating;
  return view === 'closed' ? null : counts[view];
};

declare global {
  interface HTMLElementTagNameMap {
    'sk-cases-page': CasesPage;
  }
}
