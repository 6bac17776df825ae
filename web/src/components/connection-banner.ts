// A quiet line at the top while the live connection is down; it says how old the numbers are.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { age } from '../format/duration';
import { icon } from './icons';
import { base } from './shared-styles';

@customElement('sk-banner')
export class ConnectionBanner extends LitElement {
  static override styles = [
    base,
    css`
      div {
        position: fixed;
        top: var(--space-2);
        left: 50%;
        z-index: 25;
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-2) var(--space-4);
        border: 1px solid var(--warn);
        border-radius: var(--radius-pill);
        box-shadow: var(--shadow-3);
        transform: translateX(-50%);
        background: var(--warn-soft);
        color: var(--warn);
        font-weight: 500;
        white-space: nowrap;
      }
      @media (max-width: 640px) {
        div {
          top: auto;
          bottom: 4.5rem;
          width: calc(100vw - 1.5rem);
          border-radius: var(--radius-3);
          white-space: normal;
        }
      }
    `,
  ];

  @property({ type: Boolean }) lost = false;
  @property({ attribute: false }) ageMs: number | null = null;

  override render() {
    if (!this.lost) return nothing;
    const words =
      this.ageMs === null
        ? 'No connection to the server yet.'
        : `Connection lost. The numbers are ${age(this.ageMs)} old.`;
    return html`<div role="status" data-testid="conn-banner">
      ${icon('warn', '1rem')}<span class="num">${words} Trying again by itself.</span>
    </div>`;
  }
}
