// Asks before something with consequences is done; stays open with the words of a refusal.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, controls, dialogFrame, dialogText } from './shared-styles';

/** What was filled in; empty where it was not asked for. */
export interface Reply {
  share: number;
  choice: string;
  note: string;
}

export interface Question {
  title: string;
  text: string;
  /** What the button says. */
  verb: string;
  /** Asks for a share of the traffic too, beginning with this one, in percent. */
  share?: number;
  /** Asks for one of these too, beginning with `value`. */
  choice?: { label: string; options: (readonly [value: string, words: string])[]; value: string };
  /** Asks for a word about why; Enter in its field says yes. */
  note?: { label: string; placeholder: string };
  /** What has to be typed before the button works: for what nobody can take back. */
  typed?: string;
  /** Resolves to words about what went wrong, or to null. */
  run: (reply: Reply) => Promise<string | null>;
}

@customElement('sk-confirm')
export class ConfirmDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    dialogText,
    css`
      dialog {
        width: min(28rem, calc(100vw - 2rem));
        padding: var(--space-6);
      }
      .share {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 5rem;
        align-items: center;
        gap: var(--space-3);
      }
    `,
  ];

  @property({ attribute: false }) question: Question | null = null;
  @state() private busy = false;
  @state() private problem = '';
  @state() private written = '';
  @query('dialog') private dialog!: HTMLDialogElement | null;

  ask(question: Question): void {
    this.question = question;
    this.problem = '';
    this.written = '';
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('question') || !this.question || !this.dialog) return;
    if (!this.dialog.open) this.dialog.showModal();
    const note = this.field('note');
    if (note) note.value = '';
    // A stray Enter must not do it: what is asked for or holds back has the focus.
    (note ?? this.renderRoot.querySelector<HTMLElement>('input, select, .cancel'))?.focus();
  }

  private field(id: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  private close(): void {
    this.dialog?.close();
    this.question = null;
  }

  private async confirm(event: Event): Promise<void> {
    event.preventDefault();
    const { question } = this;
    if (!question || this.busy || !this.isTyped(question)) return;
    this.busy = true;
    this.problem = '';
    const problem = await question.run({
      share: Number(this.field('share')?.value ?? 0),
      choice: this.field('choice')?.value ?? '',
      note: this.field('note')?.value.trim() ?? '',
    });
    this.busy = false;
    if (problem) this.problem = problem;
    else this.close();
  }

  private isTyped({ typed }: Question): boolean {
    return typed === undefined || this.written.trim() === typed;
  }

  override render() {
    const { question } = this;
    return html`<dialog aria-labelledby="title" data-testid="confirm" @close=${this.close}>
      ${question ? this.form(question) : nothing}
    </dialog>`;
  }

  private form(question: Question) {
    const held = this.busy || !this.isTyped(question);
    return html`<form @submit=${this.confirm}>
      <h2 id="title">${question.title}</h2>
      <p>${question.text}</p>
      ${question.share === undefined ? nothing : shareField(question.share)}
      ${question.choice ? choiceField(question.choice) : nothing}
      ${question.note ? noteField(question.note) : nothing}
      ${question.typed === undefined ? nothing : this.typedField(question.typed)}
      <p class="field-error" role="alert">${this.problem || nothing}</p>
      <div class="buttons">
        <button type="button" class="cancel" @click=${this.close}>Cancel</button>
        <button class="primary" type="submit" ?disabled=${held} data-testid="confirm-yes">
          ${this.busy ? 'One moment…' : question.verb}
        </button>
      </div>
    </form>`;
  }

  private typedField(typed: string) {
    return html`<div class="field">
      <label for="typed">Type <b class="mono">${typed}</b> to go on</label>
      <input
        id="typed"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        data-testid="confirm-typed"
        .value=${this.written}
        @input=${(event: Event) => (this.written = (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }
}

const shareField = (share: number) =>
  html`<div class="share">
    <label for="share">Share of cards and phones, in\u00a0%</label>
    <input
      id="share"
      type="number"
      min="0"
      max="100"
      step="1"
      required
      .value=${String(share)}
    />
  </div>`;

const choiceField = ({ label, options, value }: NonNullable<Question['choice']>) =>
  html`<div class="field">
    <label for="choice">${label}</label>
    <select id="choice">
      ${options.map(
        ([each, words]) =>
          html`<option value=${each} ?selected=${each === value}>${words}</option>`,
      )}
    </select>
  </div>`;

const noteField = ({ label, placeholder }: NonNullable<Question['note']>) =>
  html`<div class="field">
    <label for="note">${label}</label>
    <input id="note" maxlength="500" autocomplete="off" placeholder=${placeholder} />
  </div>`;

declare global {
  interface HTMLElementTagNameMap {
    'sk-confirm': ConfirmDialog;
  }
}
