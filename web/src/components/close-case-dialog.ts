// Asks before a case is closed, and for a word about why. Enter in the field closes the case.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Case, CaseOutcome } from '../api/case-types';
import { caseOutcomeWord, closingWords } from '../format/case-words';
import { base, controls, dialogFrame } from './shared-styles';

export interface Closing {
  one: Case;
  outcome: CaseOutcome;
  /** Resolves to words about what went wrong, or to null. */
  run: (note: string) => Promise<string | null>;
}

@customElement('sk-close-case')
export class CloseCaseDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    css`
      dialog {
        width: min(28rem, calc(100vw - 2rem));
        padding: var(--space-6);
      }
      form,
      .field {
        display: grid;
        gap: var(--space-4);
      }
      .field {
        gap: 0.1875rem;
      }
      h2 {
        font-size: var(--size-lg);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      p {
        color: var(--text-2);
      }
      p.field-error {
        color: var(--bad);
      }
      .buttons {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) closing: Closing | null = null;
  @state() private busy = false;
  @state() private problem = '';
  @query('dialog') private dialog!: HTMLDialogElement | null;
  @query('#note') private note!: HTMLInputElement | null;

  ask(closing: Closing): void {
    this.closing = closing;
    this.problem = '';
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('closing') || !this.closing || !this.dialog) return;
    if (!this.dialog.open) this.dialog.showModal();
    if (this.note) this.note.value = '';
    this.note?.focus();
  }

  private close(): void {
    this.dialog?.close();
    this.closing = null;
  }

  private async confirm(event: Event): Promise<void> {
    event.preventDefault();
    const { closing } = this;
    if (!closing || this.busy) return;
    this.busy = true;
    this.problem = '';
    const problem = await closing.run(this.note?.value.trim() ?? '');
    this.busy = false;
    if (problem) this.problem = problem;
    else this.close();
  }

  override render() {
    const { closing } = this;
    return html`<dialog aria-labelledby="title" data-testid="close-case" @close=${this.close}>
      ${closing ? this.form(closing) : nothing}
    </dialog>`;
  }

  private form({ one, outcome }: Closing) {
    return html`<form @submit=${this.confirm}>
      <h2 id="title">Close ${one.entity.id} as ${caseOutcomeWord[outcome].toLowerCase()}?</h2>
      <p>${closingWords(one, outcome)}</p>
      <div class="field">
        <label for="note">Note (optional)</label>
        <input id="note" maxlength="500" autocomplete="off" placeholder="How do you know?" />
      </div>
      <p class="field-error" role="alert">${this.problem || nothing}</p>
      <div class="buttons">
        <button type="button" @click=${this.close}>Cancel</button>
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="close-case-yes">
          ${this.busy ? 'One moment…' : 'Close and go on'}
        </button>
      </div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-close-case': CloseCaseDialog;
  }
}
