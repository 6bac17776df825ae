// Asks for a tenant's name and how the dashboard looks for its people: a name, a colour, letters.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Tenant, TenantChange } from '../api/tenants';
import { base, controls, dialogFrame, dialogText } from './shared-styles';

export interface Refusal {
  problem: string;
  /** By JSON pointer. */
  fields: Record<string, string>;
}

export interface TenantQuestion {
  tenant: Tenant;
  /** Resolves to null where it was done. */
  run: (change: TenantChange) => Promise<Refusal | null>;
}

interface Field {
  pointer: string;
  label: string;
  hint: string;
  bytesMax: number;
  value: (tenant: Tenant) => string | null;
}

const FIELDS: Field[] = [
  {
    pointer: '/name',
    label: 'Name',
    hint: 'In this list',
    bytesMax: 100,
    value: ({ name }) => name,
  },
  {
    pointer: '/branding/name',
    label: 'Name in the dashboard',
    hint: 'Empty: Shrike',
    bytesMax: 100,
    value: ({ branding }) => branding.name,
  },
  {
    pointer: '/branding/logo',
    label: 'Logo, as text',
    hint: 'Up to three letters, shown on the colour in place of our mark',
    bytesMax: 200,
    value: ({ branding }) => branding.logo,
  },
  {
    pointer: '/branding/colour',
    label: 'Colour',
    hint: 'As #rrggbb; empty: the usual one',
    bytesMax: 7,
    value: ({ branding }) => branding.colour,
  },
];

@customElement('sk-tenant')
export class TenantDialog extends LitElement {
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
      .hint {
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      [aria-invalid='true'] {
        border-color: var(--bad);
      }
    `,
  ];

  @state() private question: TenantQuestion | null = null;
  @state() private refused: Refusal | null = null;
  @state() private busy = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  ask(question: TenantQuestion): void {
    this.question = question;
    this.refused = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('question') || !this.question) return;
    if (!this.dialog.open) this.dialog.showModal();
    this.renderRoot.querySelector('input')?.focus();
  }

  private close(): void {
    this.dialog.close();
    this.question = null;
  }

  private read(pointer: string): string | null {
    const field = this.renderRoot.querySelector<HTMLInputElement>(`[name="${pointer}"]`);
    return field?.value.trim() || null;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { question } = this;
    if (!question || this.busy) return;
    this.busy = true;
    this.refused = await question.run({
      name: this.read('/name') ?? '',
      branding: {
        name: this.read('/branding/name'),
        logo: this.read('/branding/logo'),
        colour: this.read('/branding/colour'),
      },
    });
    this.busy = false;
    if (!this.refused) this.close();
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="tenant" @close=${this.close}>
      ${this.question ? this.form(this.question.tenant) : nothing}
    </dialog>`;
  }

  private form(tenant: Tenant) {
    const fields = this.refused?.fields ?? {};
    const said = this.refused && Object.keys(fields).length === 0 ? this.refused.problem : '';
    return html`<form @submit=${this.submit}>
      <h2 id="title">Name and look of ${tenant.id}</h2>
      ${FIELDS.map((field) => inputOf(field, tenant, fields[field.pointer] ?? ''))}
      <p class="field-error" role="alert">${said || nothing}</p>
      <div class="buttons">
        <button type="button" @click=${this.close}>Cancel</button>
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="tenant-save">
          ${this.busy ? 'Saving…' : 'Save'}
        </button>
      </div>
    </form>`;
  }
}

function inputOf({ pointer, label, hint, bytesMax, value }: Field, tenant: Tenant, wrong: string) {
  const id = pointer.slice(1).replace('/', '-');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${pointer}
      maxlength=${bytesMax}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${wrong !== ''}
      aria-describedby="${id}-hint"
      .value=${value(tenant) ?? ''}
    />
    <span id="${id}-hint" class=${wrong ? 'field-error' : 'hint'}>${wrong || hint}</span>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-tenant': TenantDialog;
  }
}
