// One certificate of an erasure, whole, and as a file.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Certificate } from '../api/erasures';
import { certificateFile, erasedRows, rowsErased } from '../format/erasure-words';
import { kindWord } from '../format/list-words';
import { exact } from '../format/number';
import { personWords } from '../format/sign-in-words';
import { fullTime } from '../format/time';
import { base, controls, dialogFrame, dialogText } from './shared-styles';

@customElement('sk-certificate')
export class CertificateDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    dialogText,
    css`
      dialog {
        width: min(36rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: var(--space-6);
      }
      dialog[open] {
        display: grid;
        gap: var(--space-4);
      }
      dl {
        display: grid;
        grid-template-columns: minmax(7rem, auto) minmax(0, 1fr);
        gap: var(--space-2) var(--space-4);
        margin: 0;
      }
      dt {
        color: var(--text-3);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .rows {
        padding: var(--space-3) 0;
        border: 1px solid var(--border);
        border-width: 1px 0;
      }
      @media (max-width: 480px) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        dd {
          margin-bottom: var(--space-2);
        }
      }
    `,
  ];

  @state() private shown: Certificate | null = null;
  @query('dialog') private dialog!: HTMLDialogElement;

  show(certificate: Certificate): void {
    this.shown = certificate;
    if (!this.dialog.open) this.dialog.showModal();
  }

  private save(certificate: Certificate): void {
    const text = `${JSON.stringify(certificate, null, 2)}\n`;
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = certificateFile(certificate);
    link.click();
    URL.revokeObjectURL(url);
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="certificate">
      ${this.shown ? this.content(this.shown) : nothing}
    </dialog>`;
  }

  private content(one: Certificate) {
    const facts: [string, unknown][] = [
      ['Erased', fullTime(one.erased_at)],
      ['Kind', kindWord(one.kind)],
      ['Pseudonym', html`<span class="mono">${one.subject}</span>`],
      ['Reason', one.reason],
      ['By', personWords(one.by)],
      ['Event log', `key destroyed: unreadable up to event ${exact(one.log_to)}`],
      ['Audit row', exact(one.audit.seq)],
      ['Hash of that row', html`<span class="mono">${one.audit.hash}</span>`],
    ];
    return html`<h2 id="title">Certificate ${one.id}</h2>
      <dl>${facts.map(term)}</dl>
      <div class="rows">
        ${
          rowsErased(one)
            ? html`<dl aria-label="Rows that were rewritten or deleted">
                ${erasedRows(one).map(term)}
              </dl>`
            : html`<p>Nothing was stored about it.</p>`
        }
      </div>
      <div class="buttons">
        <button @click=${() => this.save(one)} data-testid="certificate-save">
          Download as JSON
        </button>
        <button
          class="primary"
          data-testid="certificate-done"
          @click=${() => this.dialog.close()}
        >
          Done
        </button>
      </div>`;
  }
}

const term = ([name, value]: [string, unknown]) =>
  html`<dt>${name}</dt>
    <dd class="num">${value}</dd>`;

declare global {
  interface HTMLElementTagNameMap {
    'sk-certificate': CertificateDialog;
  }
}
