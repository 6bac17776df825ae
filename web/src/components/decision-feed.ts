// The live feed: follows the newest decisions, and waits while somebody reads.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DecisionRow } from '../api/types';
import { compact } from '../format/number';
import { feedWindow } from '../state/feed-window';
import { decisionLine, lineHeadings, lineStyles } from './decision-line';
import { emit } from './emit';
import { icon } from './icons';
import { Hotkeys, moveFocus } from './keyboard';
import { base, card, controls } from './shared-styles';

/** Rows drawn; more than fit on any screen, fewer than cost time at two updates a second. */
const DRAWN_ROWS_MAX = 100;
/** More new rows than this at once are swapped in without sliding: nobody could follow. */
const SLIDING_ROWS_MAX = 5;

@customElement('sk-feed')
export class DecisionFeed extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    lineStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      .scroll {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        scrollbar-gutter: stable;
      }
      .chip {
        border-color: var(--accent);
        color: var(--accent-strong);
        background: var(--accent-soft);
      }
      .held {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .new .line {
        animation: arrive 0.45s ease-out;
      }
      @keyframes arrive {
        from {
          opacity: 0;
          transform: translateY(-0.5rem);
          background: var(--accent-soft);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .new .line {
          animation: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) latest: DecisionRow[] = [];
  @property({ type: Number }) skipped = 0;
  @property({ attribute: false }) nowMs = 0;
  @property() current: string | null = null;
  @property({ type: Boolean }) loading = false;
  @state() private onlyFlagged = false;
  @query('.scroll') private scroller!: HTMLElement | null;
  private shown: DecisionRow[] = [];
  private fresh = new Set<string>();
  private pending = 0;
  private hovered = false;
  private scrolled = false;

  readonly hotkeys = new Hotkeys(this, {
    j: () => moveFocus(this.renderRoot as ShadowRoot, 'button.line', 1),
    k: () => moveFocus(this.renderRoot as ShadowRoot, 'button.line', -1),
  });

  protected override willUpdate(changed: PropertyValues): void {
    const rows = this.onlyFlagged
      ? this.latest.filter((row) => row.outcome !== 'approve')
      : this.latest;
    const refiltered = changed.has('onlyFlagged');
    const next = feedWindow(this.shown, rows, this.held && !refiltered);
    const known = new Set(this.shown.map((row) => row.id));
    const news = next.rows.filter((row) => !known.has(row.id)).map((row) => row.id);
    const slides = this.shown.length > 0 && !refiltered && news.length <= SLIDING_ROWS_MAX;
    if (next.rows !== this.shown) this.fresh = new Set(slides ? news : []);
    this.shown = next.rows;
    this.pending = next.pending;
  }

  private get held(): boolean {
    const reading = (this.renderRoot as ShadowRoot)?.activeElement?.matches('.line') ?? false;
    return this.hovered || this.scrolled || reading;
  }

  private catchUp(): void {
    this.shown = [];
    this.scrolled = false;
    this.scroller?.scrollTo({ top: 0 });
    (this.renderRoot as ShadowRoot).querySelector<HTMLElement>('.line:focus')?.blur();
    this.hovered = false;
    this.requestUpdate();
  }

  private onScroll(): void {
    this.scrolled = (this.scroller?.scrollTop ?? 0) > 8;
  }

  override render() {
    return html`
      <div class="card-head">
        <h2>Live feed</h2>
        ${
          this.pending > 0
            ? html`<button class="chip small" @click=${() => this.catchUp()}>
                ${icon('up', '0.875rem')}<span class="num">${this.pending}</span> new
              </button>`
            : nothing
        }
        <span class="grow"></span>
        ${
          this.skipped > 0
            ? html`<span
                class="muted num"
                title="At this rate the feed shows a part of all decisions; High and Critical first"
                >${compact(this.skipped)} not shown</span
              >`
            : nothing
        }
        <button
          class="small"
          aria-pressed=${this.onlyFlagged}
          @click=${() => (this.onlyFlagged = !this.onlyFlagged)}
        >
          Flagged only
        </button>
      </div>
      <div
        class="scroll lines"
        data-testid="feed"
        role="region"
        aria-label="Live feed of decisions"
        @scroll=${this.onScroll}
        @pointerenter=${() => (this.hovered = true)}
        @pointerleave=${() => (this.hovered = false)}
      >
        ${lineHeadings}${this.list()}
      </div>
    `;
  }

  private list() {
    if (this.loading) return skeletonLines(8);
    if (this.shown.length === 0) {
      return html`<p class="empty">
        <strong>${this.onlyFlagged ? 'Nothing flagged yet' : 'No decisions yet'}</strong>
        ${
          this.onlyFlagged
            ? 'The last decisions were all approved.'
            : 'Send a transaction or start the generator on the Streaming page.'
        }
      </p>`;
    }
    const rows = this.shown.slice(0, DRAWN_ROWS_MAX);
    return html`<ul>
      ${repeat(
        rows,
        (row) => row.id,
        (row) => this.item(row),
      )}
    </ul>`;
  }

  private item(row: DecisionRow) {
    return html`<li class=${this.fresh.has(row.id) ? 'new' : ''}>
      <button
        class="line"
        data-testid="feed-row"
        data-id=${row.id}
        aria-current=${row.id === this.current}
        @click=${() => emit(this, 'open-decision', row.id)}
      >
        ${decisionLine(row, this.nowMs)}
      </button>
    </li>`;
  }
}

export const skeletonLines = (count: number) =>
  html`<div aria-busy="true" aria-label="Loading">
    ${Array.from(
      { length: count },
      () =>
        html`<div class="line">
          <span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span>
          <span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span>
        </div>`,
    )}
  </div>`;
