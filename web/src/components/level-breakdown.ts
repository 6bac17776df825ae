// How the decisions spread over the four risk levels; each level leads to its decisions.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LEVELS, type Level } from '../api/types';
import { compact, exact, percent, shareOf } from '../format/number';
import { decisionsUrl } from '../state/routes';
import { levelShape } from './risk-badge';
import { base, card } from './shared-styles';

@customElement('sk-levels')
export class LevelBreakdown extends LitElement {
  static override styles = [
    base,
    card,
    css`
      :host {
        display: flex;
        flex-direction: column;
      }
      .bar {
        display: flex;
        gap: 2px;
        height: 0.625rem;
        margin: var(--space-1) var(--space-4) var(--space-2);
      }
      .bar i {
        flex: var(--share) 1 0;
        min-width: 3px;
        border-radius: 2px;
      }
      i.Low {
        background: var(--risk-low);
      }
      i.Medium {
        background: var(--risk-medium);
      }
      i.High {
        background: var(--risk-high);
      }
      i.Critical {
        background: var(--risk-critical);
      }
      a {
        display: grid;
        grid-template-columns: 0.75rem 1fr auto 4.25rem;
        align-items: center;
        gap: var(--space-2);
        padding: 0.4375rem var(--space-4);
        color: var(--text);
        text-decoration: none;
      }
      a:hover {
        background: var(--surface-2);
      }
      .share {
        color: var(--text-3);
        text-align: right;
      }
      .Low svg {
        color: var(--risk-low-text);
      }
      .Medium svg {
        color: var(--risk-medium-text);
      }
      .High svg {
        color: var(--risk-high-text);
      }
      .Critical svg {
        color: var(--risk-critical-text);
      }
    `,
  ];

  @property({ attribute: false }) counts: Record<Level, number> | null = null;

  override render() {
    const counts = this.counts ?? { Low: 0, Medium: 0, High: 0, Critical: 0 };
    const total = LEVELS.reduce((sum, level) => sum + counts[level], 0);
    return html`
      <div class="card-head">
        <h2>Risk levels</h2>
        <span class="muted">all decisions</span>
      </div>
      <div class="bar" aria-hidden="true">
        ${LEVELS.map(
          (level) =>
            html`<i
              class=${level}
              style="--share:${total ? counts[level] / total : 0.25}"
            ></i>`,
        )}
      </div>
      <ul>
        ${[...LEVELS].reverse().map((level) => this.row(level, counts[level], total))}
      </ul>
    `;
  }

  private row(level: Level, count: number, total: number) {
    return html`<li>
      <a
        class=${level}
        href=${decisionsUrl({ level })}
        title="${exact(count)} decisions: show them"
      >
        ${levelShape(level)}<span>${level}</span>
        <span class="num">${compact(count)}</span>
        <span class="share num">${percent(shareOf(count, total))}</span>
      </a>
    </li>`;
  }
}
