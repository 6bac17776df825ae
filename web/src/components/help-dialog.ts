// The list of keys.
import { css, html, LitElement } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { base, controls, dialogFrame } from './shared-styles';

const keys: [string, string][] = [
  ['/', 'Search decisions'],
  ['j  k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['f', 'Confirm fraud in the open decision'],
  ['x', 'Mark the open decision as not fraud'],
  ['a', 'Take the open case'],
  ['f  l  i', 'Close it as fraud, legitimate, inconclusive'],
  ['Esc', 'Close'],
  ['?', 'This help'],
];

@customElement('sk-help')
export class HelpDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    css`
      dialog {
        width: min(24rem, calc(100vw - 2rem));
        padding: var(--space-6);
      }
      h2 {
        margin-bottom: var(--space-3);
        font-size: var(--size-lg);
      }
      dl {
        display: grid;
        grid-template-columns: 4rem 1fr;
        gap: var(--space-2) var(--space-3);
        margin: 0 0 var(--space-4);
      }
      kbd {
        padding: 0.0625rem 0.375rem;
        border: 1px solid var(--border-strong);
        border-radius: var(--radius-1);
        background: var(--surface-2);
        font-family: var(--mono);
      }
    `,
  ];

  @query('dialog') private dialog!: HTMLDialogElement;

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    return html`<dialog aria-label="Keyboard help">
      <h2>Keys</h2>
      <dl>
        ${keys.map(
          ([key, what]) =>
            html`<dt><kbd>${key}</kbd></dt>
              <dd>${what}</dd>`,
        )}
      </dl>
      <button @click=${() => this.dialog.close()}>Close</button>
    </dialog>`;
  }
}
