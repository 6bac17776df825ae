// Many entries at once: a file or pasted rows, and afterwards which rows were not taken.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { IMPORT_BYTES_MAX, type Imported, type ImportFormat } from '../api/blocklist';
import {
  fieldOf,
  foundWords,
  importFormat,
  importProblem,
  importWords,
} from '../format/list-words';
import { bytes, exact } from '../format/number';
import { base, controls, dataTable, dialogFrame, dialogText } from './shared-styles';

const REFUSED_SHOWN = 100;
const EXAMPLE = 'kind,value,list,reason\nphone,555-0100,block,called twice';

export type ImportResult = { done: Imported } | { problem: string };

@customElement('sk-import')
export class ImportDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dataTable,
    dialogFrame,
    dialogText,
    css`
      dialog {
        width: min(38rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: var(--space-6);
      }
      textarea {
        font-family: var(--mono);
        white-space: pre;
        overflow-x: auto;
      }
      input[type='file'] {
        padding: 0.3125rem;
      }
      .scroll {
        max-height: 16rem;
        overflow: auto;
        border: 1px solid var(--border);
        border-radius: var(--radius-2);
      }
      td {
        vertical-align: top;
      }
      td:last-child {
        white-space: normal;
      }
    `,
  ];

  @property({ attribute: false }) send: (
    format: ImportFormat,
    rows: string,
  ) => Promise<ImportResult> = async () => ({ problem: '' });
  /** Once what was taken may be looked at. */
  @property({ attribute: false }) onDone = () => {};
  @state() private rows = '';
  @state() private busy = false;
  @state() private problem = '';
  @state() private done: Imported | null = null;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('#file') private file!: HTMLInputElement | null;

  open(): void {
    this.begin();
    if (!this.dialog.open) this.dialog.showModal();
  }

  private closed(): void {
    if (this.done) this.onDone();
  }

  private begin(): void {
    this.rows = '';
    this.problem = '';
    this.done = null;
    if (this.file) this.file.value = '';
  }

  private async read(): Promise<void> {
    const file = this.file?.files?.[0];
    if (!file) return;
    this.problem = '';
    if (file.size > IMPORT_BYTES_MAX) {
      this.problem = `At most ${bytes(IMPORT_BYTES_MAX)} at a time; this is ${bytes(file.size)}.`;
      return;
    }
    this.rows = await file.text();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.problem = importProblem(this.rows);
    if (this.problem || this.busy) return;
    this.busy = true;
    const result = await this.send(importFormat(this.rows), this.rows);
    this.busy = false;
    if ('done' in result) this.done = result.done;
    else this.problem = result.problem;
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="import" @close=${this.closed}>
      ${this.done ? this.result(this.done) : this.form()}
    </dialog>`;
  }

  private form() {
    const found = this.rows.trim() ? foundWords(this.rows) : '';
    return html`<form @submit=${this.submit}>
      <h2 id="title">Import entries</h2>
      <p>
        As CSV with the names of the columns in its first line, or as NDJSON, an object a line:
        <span class="mono">kind</span> and <span class="mono">value</span>, and where you want
        <span class="mono">list</span> (block or allow), <span class="mono">reason</span>,
        <span class="mono">source</span> and <span class="mono">expires_at</span>.
      </p>
      <div class="field">
        <label for="file">File</label>
        <input
          id="file"
          type="file"
          accept=".csv,.ndjson,.jsonl,.txt,text/csv,application/x-ndjson"
          @change=${() => void this.read()}
        />
      </div>
      <div class="field">
        <label for="rows">Rows</label>
        <textarea
          id="rows"
          rows="7"
          spellcheck="false"
          placeholder=${EXAMPLE}
          .value=${this.rows}
          @input=${(event: Event) => (this.rows = (event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </div>
      <p class="muted num" role="status">${found || nothing}</p>
      <p class="field-error" role="alert">${this.problem || nothing}</p>
      <div class="buttons">
        <button type="button" @click=${() => this.dialog.close()}>Cancel</button>
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="import-send">
          ${this.busy ? 'Importing…' : 'Import'}
        </button>
      </div>
    </form>`;
  }

  private result(done: Imported) {
    const more = done.rejected - Math.min(done.rejections.length, REFUSED_SHOWN);
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <h2 id="title">Imported</h2>
      <p role="status" data-testid="import-result">${importWords(done)}</p>
      ${done.rejected ? refusedTable(done) : nothing}
      ${more > 0 ? html`<p class="muted num">and ${exact(more)} more</p>` : nothing}
      <div class="buttons">
        <button type="button" @click=${() => this.begin()}>Import more</button>
        <button
          class="primary"
          type="button"
          data-testid="import-done"
          @click=${() => this.dialog.close()}
        >
          Done
        </button>
      </div>
    </form>`;
  }
}

const refusedTable = ({ rejections }: Imported) =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Rows that were refused">
    <table>
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Field</th>
          <th scope="col">What is wrong</th>
        </tr>
      </thead>
      <tbody>
        ${rejections.slice(0, REFUSED_SHOWN).map(
          ({ line, pointer, message }) =>
            html`<tr data-testid="import-refused">
              <td>${line}</td>
              <td class="mono">${fieldOf(pointer)}</td>
              <td>${message}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

declare global {
  interface HTMLElementTagNameMap {
    'sk-import': ImportDialog;
  }
}
