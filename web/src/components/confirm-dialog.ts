// Asks before something with consequences is done; stays open with the words of a refusal.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, controls, dialogFrame } from './shared-styles';

export interface Question {
  title: string;
  text: string;
  /** What the button says. */
  verb: string;
  /** Asks for a share of the traffic too, beginning with this one, in percent. */
  share?: number;
  /** Asks for one of these too, beginning with `value`. */
  choice?: { label: string; options: (readonly [value: string, words: string])[]; value: string };
  /** Resolves to words about what went wrong, or to null. */
  run: (share: number, choice: string) => Promise<string | null>;
}

@customElement('sk-confirm')
export class ConfirmDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    css`
      dialog {
        width: min(27rem, calc(100vw - 2rem));
        padding: var(--space-6);
      }
      form {
        display: grid;
        gap: var(--space-4);
      }
      h2 {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      p {
        color: var(--text-2);
      }
      p.field-error {
        color: var(--bad);
      }
      .share {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 5rem;
        align-items: center;
        gap: var(--space-3);
      }
      .choice {
        display: grid;
        gap: var(--space-1);
      }
      .buttons {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) question: Question | null = null;
  @state() private busy = false;
  @state() private problem = '';
  @query('dialog') private dialog!: HTMLDialogElement | null;
  @query('#share') private share!: HTMLInputElement | null;
  @query('#choice') private choice!: HTMLSelectElement | null;

  ask(question: Question): void {
    this.question = question;
    this.problem = '';
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('question') || !this.question || !this.dialog) return;
    if (!this.dialog.open) this.dialog.showModal();
    // A stray Enter must not do it: what holds back has the focus.
    const field = this.share ?? this.choice;
    (field ?? this.renderRoot.querySelector<HTMLElement>('.cancel'))?.focus();
  }

  private close(): void {
    this.dialog?.close();
    this.question = null;
  }

  private async confirm(event: Event): Promise<void> {
    event.preventDefault();
    const { question } = this;
    if (!question || this.busy) return;
    this.busy = true;
    this.problem = '';
    const problem = await question.run(
      Number(this.share?.value ?? 0),
      this.choice?.value ?? '',
    );
    this.busy = false;
    if (problem) this.problem = problem;
    else this.close();
  }

  override render() {
    const { question } = this;
    return html`<dialog aria-labelledby="title" data-testid="confirm" @close=${this.close}>
      ${question ? this.form(question) : nothing}
    </dialog>`;
  }

  private form(question: Question) {
    return html`<form @submit=${this.confirm}>
      <h2 id="title">${question.title}</h2>
      <p>${question.text}</p>
      ${
        question.share === undefined
          ? nothing
          : html`<div class="share">
              <label for="share">Share of cards and phones, in\u00a0%</label>
              <input
                id="share"
                type="number"
                min="0"
                max="100"
                step="1"
                required
                .value=${String(question.share)}
              />
            </div>`
      }
      ${question.choice ? choiceField(question.choice) : nothing}
      <p class="field-error" role="alert">${this.problem || nothing}</p>
      <div class="buttons">
        <button type="button" class="cancel" @click=${this.close}>Cancel</button>
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="confirm-yes">
          ${this.busy ? 'One moment…' : question.verb}
        </button>
      </div>
    </form>`;
  }
}

const choiceField = ({ label, options, value }: NonNullable<Question['choice']>) =>
  html`<div class="choice">
    <label for="choice">${label}</label>
    <select id="choice">
      ${options.map(
        ([each, words]) =>
          html`<option value=${each} ?selected=${each === value}>${words}</option>`,
      )}
    </select>
  </div>`;

declare global {
  interface HTMLElementTagNameMap {
    'sk-confirm': ConfirmDialog;
  }
}
