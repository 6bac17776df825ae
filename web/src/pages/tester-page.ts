// Message tester: what the server thinks of one text, or of two side by side, and why.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { base, card, controls } from '../components/shared-styles';
import { onlyIn, scoreWords } from '../format/verdict-compare';
import type { AppContext } from '../state/app-context';
import { MessageCheck } from '../state/message-check';
import { Follows } from '../state/store';
import './message-panel';
import { page } from './page-styles';

@customElement('sk-tester-page')
export class TesterPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    page,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      .modes {
        display: flex;
        gap: var(--space-1);
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        align-items: start;
        gap: var(--space-4);
      }
      .summary {
        display: grid;
        gap: var(--space-1);
        padding: var(--space-3) var(--space-4);
      }
      .summary b {
        font-weight: 600;
      }
      @media (max-width: 900px) {
        .pair {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @state() private compares = false;
  private stores: [MessageCheck, MessageCheck] | null = null;

  readonly follows = new Follows(this, () => [...this.checks]);

  private get checks(): [MessageCheck, MessageCheck] {
    this.stores ??= [new MessageCheck(this.app.http), new MessageCheck(this.app.http)];
    return this.stores;
  }

  override render() {
    const [a, b] = this.checks;
    const { compares } = this;
    return html`<div class="stack">
      <div class="top">
        <span class="modes" role="group" aria-label="How many texts">
          ${this.mode('One text', false)} ${this.mode('Compare two', true)}
        </span>
        <span class="muted"
          >A message is decided like any other: it counts, and a critical one blocks its
          number.</span
        >
      </div>
      ${compares ? this.summary() : nothing}
      <div class=${compares ? 'pair' : ''}>
        <sk-message-panel
          .check=${a}
          .name=${compares ? 'A' : ''}
          ?beside=${compares}
        ></sk-message-panel>
        ${
          compares
            ? html`<sk-message-panel .check=${b} name="B" beside></sk-message-panel>`
            : nothing
        }
      </div>
    </div>`;
  }

  private mode(words: string, compares: boolean) {
    return html`<button
      class="small"
      aria-pressed=${this.compares === compares}
      @click=${() => (this.compares = compares)}
    >
      ${words}
    </button>`;
  }

  private summary() {
    const [a, b] = this.checks.map(({ value }) => value.result);
    if (!a || !b) {
      return html`<p class="card summary muted" role="status">
        Analyse both texts, and what sets them apart stands here.
      </p>`;
    }
    const only = (name: string, found: string[]) =>
      found.length ? html`<p><b>Only in ${name}:</b> ${found.join('; ')}.</p>` : nothing;
    return html`<div class="card summary" role="status" data-testid="comparison">
      <p><b>${scoreWords(a, b)}</b></p>
      ${only('A', onlyIn(a, b))} ${only('B', onlyIn(b, a))}
    </div>`;
  }
}
