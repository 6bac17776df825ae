// Shows the text of a new key, once: when the dialog is closed, nobody can read it again.
import { css, html, LitElement } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { NewKey } from '../api/access-types';
import { icon } from './icons';
import { base, controls, dialogFrame, dialogText } from './shared-styles';

@customElement('sk-secret')
export class SecretDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    dialogText,
    css`
      dialog {
        width: min(34rem, calc(100vw - 2rem));
        padding: var(--space-6);
      }
      dialog[open] {
        display: grid;
        gap: var(--space-4);
      }
      .line {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: end;
        gap: var(--space-2);
      }
      input.mono {
        font-family: var(--mono);
      }
      .done {
        justify-self: end;
      }
    `,
  ];

  @state() private key = '';
  @state() private heading = '';
  @state() private said = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('input') private field!: HTMLInputElement;

  show(heading: string, { key }: NewKey): void {
    this.heading = heading;
    this.key = key;
    this.said = '';
    if (!this.dialog.open) this.dialog.showModal();
    void this.updateComplete.then(() => this.field.select());
  }

  /** Only over https or on the same machine has a page a clipboard. */
  private async copy(): Promise<void> {
    this.field.select();
    try {
      await navigator.clipboard.writeText(this.key);
      this.said = 'Copied.';
    } catch {
      this.said = 'Select it and copy it yourself: this page may not use the clipboard.';
    }
  }

  private forget(): void {
    this.dialog.close();
    this.key = '';
  }

  /** A stray Escape must not lose the key. */
  private stay(event: Event): void {
    event.preventDefault();
  }

  override render() {
    return html`<dialog
      aria-labelledby="title"
      data-testid="secret"
      @cancel=${this.stay}
      @close=${this.forget}
    >
      <h2 id="title">${this.heading}</h2>
      <p>This is the only time that it is shown. Keep it where secrets are kept.</p>
      <div class="line">
        <div class="field">
          <label for="key">Key</label>
          <input id="key" class="mono" readonly .value=${this.key} data-testid="secret-key" />
        </div>
        <button @click=${() => void this.copy()} data-testid="secret-copy">
          ${icon('copy', '1rem')}Copy
        </button>
      </div>
      <p role="status" class="muted">${this.said}</p>
      <button class="primary done" @click=${this.forget} data-testid="secret-done">
        I have kept it
      </button>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-secret': SecretDialog;
  }
}
