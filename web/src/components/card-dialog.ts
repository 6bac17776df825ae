// The card of a model's version: its Markdown as text with headings and tables.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { type Block, markdownBlocks } from '../format/markdown';
import { icon } from './icons';
import { base, controls, dataTable, dialogFrame } from './shared-styles';

@customElement('sk-model-card')
export class CardDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    dataTable,
    css`
      dialog {
        width: min(40rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-2) var(--space-3) var(--space-2) var(--space-4);
        border-bottom: 1px solid var(--border);
      }
      header h2 {
        flex: 1;
        font-size: var(--size-lg);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .text {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        padding: var(--space-4);
        overflow: auto;
      }
      h3 {
        margin-top: var(--space-2);
        font-size: var(--size-md);
        font-weight: 600;
      }
      p,
      li {
        color: var(--text-2);
        overflow-wrap: anywhere;
      }
      li {
        margin-left: var(--space-4);
        list-style: disc;
      }
      table {
        table-layout: fixed;
      }
      th,
      td {
        padding: 0.1875rem var(--space-3) 0.1875rem 0;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      td:first-child {
        color: var(--text-2);
      }
    `,
  ];

  @state() private heading = '';
  @state() private blocks: Block[] = [];
  @query('dialog') private dialog!: HTMLDialogElement;

  open(name: string, markdown: string): void {
    // The first heading says again which version it is: the dialog's own stands there.
    this.blocks = markdownBlocks(markdown).filter(
      (block) => block.kind !== 'heading' || block.level > 1,
    );
    this.heading = name;
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="card">
      <header>
        <h2 id="title">${this.heading}</h2>
        <button class="quiet small" title="Close (Esc)" @click=${() => this.dialog.close()}>
          ${icon('close', '1rem')}<span class="sr">Close</span>
        </button>
      </header>
      <div class="text" tabindex="0" role="region" aria-label="Card of ${this.heading}">
        ${this.blocks.map(block)}
      </div>
    </dialog>`;
  }
}

function block(part: Block) {
  switch (part.kind) {
    case 'heading':
      return html`<h3>${part.text}</h3>`;
    case 'paragraph':
      return html`<p>${part.text}</p>`;
    case 'list':
      return html`<ul>
        ${part.items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    case 'table':
      return table(part.head, part.rows);
  }
}

const table = (head: string[], rows: string[][]) =>
  html`<table>
    ${
      head.some(Boolean)
        ? html`<thead>
            <tr>
              ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
            </tr>
          </thead>`
        : nothing
    }
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

declare global {
  interface HTMLElementTagNameMap {
    'sk-model-card': CardDialog;
  }
}
