// Notices in the corner.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Notice } from '../state/notices';
import { emit } from './emit';
import { icon } from './icons';
import { base, controls } from './shared-styles';

@customElement('sk-notices')
export class NoticeStack extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      div.stack {
        position: fixed;
        right: var(--space-4);
        bottom: var(--space-4);
        z-index: 40;
        display: grid;
        gap: var(--space-2);
        width: min(23rem, calc(100vw - 2rem));
      }
      .notice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--space-2) var(--space-3);
        align-items: start;
        padding: var(--space-3);
        border: 1px solid var(--border);
        border-left: 3px solid var(--ok);
        border-radius: var(--radius-3);
        background: var(--surface);
        box-shadow: var(--shadow-3);
      }
      .critical,
      .error {
        border-left-color: var(--bad);
      }
      .notice > svg {
        margin-top: 0.125rem;
        color: var(--ok);
      }
      .critical > svg,
      .error > svg {
        color: var(--bad);
      }
      strong {
        display: block;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      p {
        color: var(--text-2);
      }
      /* The open drawer keeps its buttons free. */
      :host([beside]) div.stack {
        right: 33rem;
      }
      @media (max-width: 900px) {
        :host([beside]) div.stack {
          top: 3.5rem;
          right: var(--space-4);
          bottom: auto;
        }
      }
      @media (max-width: 640px) {
        :host(:not([beside])) div.stack {
          bottom: 4.5rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) notices: Notice[] = [];

  override render() {
    return html`<div class="stack" role="status" aria-live="polite">
      ${repeat(
        this.notices,
        (notice) => notice.id,
        (notice) => this.notice(notice),
      )}
    </div>`;
  }

  private notice(notice: Notice) {
    const { id, tone, title, text, decision } = notice;
    return html`<div class="notice ${tone}" data-testid="notice">
      ${icon(tone === 'ok' ? 'check' : 'warn')}
      <div>
        <strong>${title}</strong>
        <p>${text}</p>
        ${
          decision
            ? html`<button class="small" @click=${() => this.open(id, decision)}>
                Look at it
              </button>`
            : ''
        }
      </div>
      <button class="quiet small" @click=${() => emit(this, 'dismiss-notice', id)}>
        ${icon('close', '0.875rem')}<span class="sr">Dismiss</span>
      </button>
    </div>`;
  }

  private open(id: number, decision: string): void {
    emit(this, 'open-decision', decision);
    emit(this, 'dismiss-notice', id);
  }
}
