// What the event really was: fraud or not, with a note for those who read it later.
import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Label } from '../api/types';
import { labelWords } from '../format/words';
import { emit } from './emit';
import { icon } from './icons';
import { base, controls } from './shared-styles';

@customElement('sk-label-form')
export class LabelForm extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      .form {
        display: grid;
        gap: var(--space-3);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) label: Label | null = null;
  @property({ type: Boolean }) mayLabel = false;
  @property({ type: Boolean }) busy = false;
  @query('#note') private note!: HTMLInputElement;

  /** Also called by the page's keys. */
  save(label: Label): void {
    if (!this.mayLabel || this.busy) return;
    emit(this, 'label-decision', { label, note: this.note.value.trim() });
    this.note.value = '';
  }

  override render() {
    const off = this.busy || !this.mayLabel;
    return html`<div class="form">
      <div class="field">
        <label for="note">Note (optional)</label>
        <input
          id="note"
          maxlength="500"
          autocomplete="off"
          ?disabled=${off}
          placeholder="How do you know?"
        />
      </div>
      <div class="buttons">
        <button
          class="danger"
          aria-pressed=${this.label === 'fraud'}
          ?disabled=${off}
          title="Confirm fraud (f)"
          @click=${() => this.save('fraud')}
        >
          ${icon('warn', '1rem')}Confirm fraud
        </button>
        <button
          aria-pressed=${this.label === 'legitimate'}
          ?disabled=${off}
          title="Not fraud (x)"
          @click=${() => this.save('legitimate')}
        >
          ${icon('check', '1rem')}Not fraud
        </button>
      </div>
      <p class="muted">${labelWords(this.label, this.mayLabel)}</p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-label-form': LabelForm;
  }
}
