// Decisions: search with filters that live in the address, keyset pages, keyboard.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { skeletonLines } from '../components/decision-feed';
import { decisionLine, lineHeadings, lineStyles } from '../components/decision-line';
import { emit } from '../components/emit';
import '../components/filter-bar';
import type { FilterBar } from '../components/filter-bar';
import { Hotkeys, moveFocus } from '../components/keyboard';
import { listFoot, moreButton } from '../components/list-foot';
import { base, card, controls } from '../components/shared-styles';
import type { AppContext } from '../state/app-context';
import { type FilterKey, filtersToQuery, withFilter } from '../state/decision-filters';
import { DecisionSearch } from '../state/decision-search';
import { Follows } from '../state/store';
import { page } from './page-styles';

@customElement('sk-decisions-page')
export class DecisionsPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    lineStyles,
    listFoot,
    page,
    css`
      .results {
        overflow: clip;
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  private search!: DecisionSearch;
  private searched: string | null = null;

  readonly follows = new Follows(this, () => [this.searchStore, this.app.router, this.app.detail]);

  readonly hotkeys = new Hotkeys(this, {
    j: () => moveFocus(this.renderRoot as ShadowRoot, 'button.line', 1),
    k: () => moveFocus(this.renderRoot as ShadowRoot, 'button.line', -1),
  });

  private get searchStore(): DecisionSearch {
    this.search ??= new DecisionSearch(this.app.http);
    return this.search;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('filter-change', (event) =>
      this.refilter(event.detail.key as FilterKey, event.detail.value),
    );
    this.addEventListener('clear-filters', () => this.app.router.change({ filters: {} }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.search?.stop();
  }

  focusSearch(): void {
    this.renderRoot.querySelector<FilterBar>('sk-filters')?.focusSearch();
  }

  /** The address is the truth: a change there, by hand or by Back, starts the search. */
  protected override willUpdate(): void {
    const { filters } = this.app.router.value;
    const wanted = filtersToQuery(filters).toString();
    if (wanted === this.searched) return;
    this.searched = wanted;
    void this.searchStore.search(filters);
  }

  private refilter(key: FilterKey, value: string): void {
    const { router } = this.app;
    router.change({ filters: withFilter(router.value.filters, key, value) });
  }

  override render() {
    return html`<div class="stack">
      <sk-filters .filters=${this.app.router.value.filters}></sk-filters>
      <section class="card results" aria-label="Results">
        <div class="lines">${lineHeadings}${this.results()}</div>
        ${this.foot()}
      </section>
    </div>`;
  }

  private results() {
    const { phase, rows } = this.search.value;
    if (phase === 'loading') return skeletonLines(12);
    if (rows.length === 0 && phase === 'ready') {
      return html`<p class="empty">
        <strong>No decision fits these filters</strong>Widen or clear them.
      </p>`;
    }
    const nowMs = this.app.live.serverNowMs();
    const open = this.app.router.value.decision;
    return html`<ul>
      ${repeat(
        rows,
        (row) => row.id,
        (row) =>
          html`<li>
            <button
              class="line"
              data-testid="decision-row"
              data-id=${row.id}
              aria-current=${row.id === open}
              @click=${() => emit(this, 'open-decision', row.id)}
            >
              ${decisionLine(row, nowMs)}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  private foot() {
    const { phase, rows, next, problem } = this.search.value;
    if (phase === 'failed') {
      return html`<div class="foot" role="alert">
        <span class="field-error">The search did not work. ${problem}</span>
        <button @click=${() => void this.search.search(this.app.router.value.filters)}>
          Try again
        </button>
      </div>`;
    }
    if (rows.length === 0) return nothing;
    return html`<div class="foot">
      <span class="muted num">${rows.length} shown</span>
      ${
        next
          ? moreButton({
              next,
              busy: phase === 'loading-more',
              more: () => void this.search.more(),
            })
          : html`<span class="muted">that is all</span>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-decisions-page': DecisionsPage;
  }
}
