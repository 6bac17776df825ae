// Which inputs look different from before: one bar for each feature, its limits marked.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Drift, DriftLevel, DriftSpan, DriftValue } from '../api/monitoring-types';
import { exact } from '../format/number';
import { reasonWords } from '../format/reason-words';
import { dayAndTime, fullTime } from '../format/time';
import { base, card } from './shared-styles';

const SHOWN_MAX = 10;
/** The end of the bars: twice the limit of "shifted". */
const PSI_END = 0.5;

const levelWord: Record<DriftLevel, string> = {
  stable: 'Stable',
  moving: 'Moving',
  shifted: 'Shifted',
};

/** Where a bar ends, in percent of its track. */
export const driftWidth = (psi: number): number =>
  Math.min(100, Math.max(0, (psi / PSI_END) * 100));

@customElement('sk-drift')
export class DriftList extends LitElement {
  static override styles = [
    base,
    card,
    css`
      .unit {
        display: block;
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 400;
      }
      .card-head {
        padding-top: var(--space-2);
        align-items: flex-start;
      }
      ul {
        padding: 0 var(--space-4);
      }
      li {
        display: grid;
        grid-template-columns: minmax(7.5rem, 2fr) minmax(2.5rem, 1fr) 2.25rem 3.25rem;
        align-items: center;
        gap: var(--space-3);
        min-height: 1.75rem;
        padding: 0.1875rem 0;
        border-bottom: 1px solid var(--border);
      }
      .name {
        overflow-wrap: anywhere;
      }
      .score .name {
        font-weight: 600;
      }
      .track {
        position: relative;
        height: 0.5rem;
        border-radius: 2px;
        background: linear-gradient(var(--border-strong), var(--border-strong)) 20% 0 / 1px 100%
            no-repeat,
          linear-gradient(var(--border-strong), var(--border-strong)) 50% 0 / 1px 100% no-repeat,
          var(--surface-2);
      }
      .track i {
        position: absolute;
        inset: 0 auto 0 0;
        border-radius: 2px;
        background: var(--risk-low);
      }
      .moving i {
        background: var(--risk-medium);
      }
      .shifted i {
        background: var(--risk-high);
      }
      .value {
        text-align: right;
      }
      .level {
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 600;
      }
      .moving .level {
        color: var(--risk-medium-text);
      }
      .shifted .level {
        color: var(--risk-high-text);
      }
      .foot {
        padding: var(--space-2) var(--space-4) var(--space-3);
        color: var(--text-2);
        font-size: var(--size-sm);
      }
    `,
  ];

  @property({ attribute: false }) drift: Drift | null = null;

  override render() {
    const { drift } = this;
    return html`<div class="card-head">
        <h2>
          Do events look as before?
          <span class="unit">population stability index; from 0.10 moving, from 0.25 shifted</span>
        </h2>
      </div>
      ${
        drift
          ? this.list(drift)
          : html`<p class="empty">
              <strong>Too few decisions yet</strong>Two spans of time are compared once both hold
              enough.
            </p>`
      }`;
  }

  private list({ reference, current, score, features }: Drift) {
    const more = features.length - SHOWN_MAX;
    return html`<ul>
        ${this.row('Risk score', score, 'score')}
        ${features.slice(0, SHOWN_MAX).map((each) => this.row(each.name, each))}
      </ul>
      <p class="foot num">
        ${more > 0 ? `${more} more features moved less than these. ` : nothing}
        <span title=${spanTitle(current)}>${exact(current.decisions)} decisions</span> up to
        ${dayAndTime(current.until)} against
        <span title=${spanTitle(reference)}>${exact(reference.decisions)}</span> before them.
      </p>`;
  }

  private row(name: string, { psi, level }: DriftValue, kind = '') {
    return html`<li class="${level} ${kind}">
      <span class="name" title=${name}>${reasonWords(name)}</span>
      <span class="track" aria-hidden="true"><i style="width:${driftWidth(psi)}%"></i></span>
      <span class="value num">${psi.toFixed(2)}</span>
      <span class="level">${levelWord[level]}</span>
    </li>`;
  }
}

const spanTitle = ({ from, until }: DriftSpan): string => `${fullTime(from)} – ${fullTime(until)}`;
