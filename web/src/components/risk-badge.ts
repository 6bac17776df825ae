// A risk level as shape, word and score: never colour alone.
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Level } from '../api/types';
import { base } from './shared-styles';

const shapes: Record<Level, ReturnType<typeof svg>> = {
  Low: svg`<circle cx="5" cy="5" r="3.2" fill="none" stroke="currentColor" stroke-width="1.8"/>`,
  Medium: svg`<path d="M5 1.2 9.2 8.600H.8z" fill="currentColor"/>`,
  High: svg`<path d="M5 .4 9.6 5 5 9.6.4 5z" fill="currentColor"/>`,
  Critical: svg`<path d="M3 .6h4L9.4 3v4L7 9.400H3L.6 7V3z" fill="currentColor"/>`,
};

export const levelShape = (level: Level) =>
  html`<svg
    viewBox="0 0 10 10"
    width="10"
    height="10"
    style="width:0.625rem;height:0.625rem;flex:none"
    aria-hidden="true"
  >
    ${shapes[level]}
  </svg>`;

@customElement('sk-risk')
export class RiskBadge extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
      }
      span.badge {
        display: inline-flex;
        align-items: center;
        gap: 0.3125rem;
        padding: 0.125rem 0.4375rem 0.125rem 0.375rem;
        border-radius: var(--radius-1);
        font-size: var(--size-sm);
        font-weight: 600;
        line-height: 1.35;
        white-space: nowrap;
      }
      .Low {
        color: var(--risk-low-text);
        background: var(--risk-low-soft);
      }
      .Medium {
        color: var(--risk-medium-text);
        background: var(--risk-medium-soft);
      }
      .High {
        color: var(--risk-high-text);
        background: var(--risk-high-soft);
      }
      .Critical {
        color: var(--risk-critical-text);
        background: var(--risk-critical-soft);
      }
      .score {
        min-width: 1.3em;
        text-align: right;
      }
    `,
  ];

  @property() level: Level = 'Low';
  @property({ type: Number }) score: number | null = null;

  override render() {
    const score = this.score === null ? '' : html`<span class="score num">${this.score}</span>`;
    return html`<span class="badge ${this.level}"
      >${levelShape(this.level)}${this.level}${score}</span
    >`;
  }
}
