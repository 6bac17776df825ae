// One setting: its name and meaning, the field that fits its type, the way back to the default.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Setting, SettingValue } from '../api/settings';
import { choiceWord, settingName, settingText } from '../format/setting-words';
import { emit } from './emit';
import { base, controls } from './shared-styles';

/** Above this a text wants more than a line. */
const LINE_BYTES = 200;

@customElement('sk-setting')
export class SettingField extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1.6fr) minmax(9rem, 1fr) minmax(10rem, 0.9fr);
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-3) var(--space-4);
        border-top: 1px solid var(--border);
      }
      label {
        color: var(--text);
        font-size: var(--size-md);
        font-weight: 600;
      }
      .doc,
      .standard {
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .standard {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-2);
      }
      .own {
        color: var(--accent-strong);
        font-weight: 600;
      }
      input[type='number'] {
        max-width: 6rem;
      }
      [aria-invalid='true'] {
        border-color: var(--bad);
      }
      @media (max-width: 760px) {
        .row {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) setting!: Setting;
  /** What the field shows. */
  @property({ attribute: false }) value: SettingValue = '';
  @property({ type: Boolean }) own = false;
  @property({ type: Boolean }) mayChange = false;
  @property() problem = '';

  private get control(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('#field');
  }

  override focus(): void {
    this.control?.focus();
  }

  /** False where the field says by itself what is wrong with what stands in it. */
  check(): boolean {
    return this.control?.reportValidity() ?? true;
  }

  private edit(value: SettingValue | null): void {
    emit(this, 'edit-setting', { setting: this.setting, value });
  }

  override render() {
    const { setting, own, mayChange } = this;
    return html`<div class="row" data-testid="setting" data-key=${setting.key}>
      <div>
        <label for="field">${settingName(setting.key)}</label>
        <p class="doc" id="doc">${setting.doc}</p>
      </div>
      <div>
        ${this.field()}
        <p class="field-error" id="problem" role="alert">${this.problem || nothing}</p>
      </div>
      <p class="standard">
        ${own ? html`<span class="own">Own value</span>` : nothing}
        <span>Default: ${settingText(setting.default)}</span>
        ${
          own && mayChange
            ? html`<button
                type="button"
                class="small quiet"
                aria-label="Use default: ${settingName(setting.key)}"
                @click=${() => this.edit(null)}
              >
                Use default
              </button>`
            : nothing
        }
      </p>
    </div>`;
  }

  private field() {
    const { type, max } = this.setting;
    if (type === 'boolean') return this.select(['true', 'false'], (word) => word === 'true');
    if (type === 'choice') return this.select(this.setting.choices ?? [], (word) => word);
    if (type === 'integer') return this.number();
    return (max ?? 0) > LINE_BYTES ? this.lines() : this.line();
  }

  private select(words: string[], read: (word: string) => SettingValue) {
    return html`<select
      id="field"
      ?disabled=${!this.mayChange}
      aria-invalid=${this.problem !== ''}
      aria-describedby="doc problem"
      @change=${(event: Event) => this.edit(read((event.target as HTMLSelectElement).value))}
    >
      ${words.map(
        (word) =>
          html`<option value=${word} .selected=${live(read(word) === this.value)}>
            ${typeof read(word) === 'boolean' ? settingText(read(word)) : choiceWord(word)}
          </option>`,
      )}
    </select>`;
  }

  private number() {
    const { min, max } = this.setting;
    return html`<input
      id="field"
      type="number"
      required
      step="1"
      min=${min ?? nothing}
      max=${max ?? nothing}
      ?disabled=${!this.mayChange}
      aria-invalid=${this.problem !== ''}
      aria-describedby="doc problem"
      .value=${live(String(this.value))}
      @input=${(event: Event) => {
        const { valueAsNumber } = event.target as HTMLInputElement;
        if (Number.isInteger(valueAsNumber)) this.edit(valueAsNumber);
      }}
    />`;
  }

  private readonly written = (event: Event): void =>
    this.edit((event.target as HTMLInputElement | HTMLTextAreaElement).value);

  private line() {
    return html`<input
      id="field"
      maxlength=${this.setting.max ?? nothing}
      autocomplete="off"
      spellcheck="false"
      ?disabled=${!this.mayChange}
      aria-invalid=${this.problem !== ''}
      aria-describedby="doc problem"
      .value=${live(String(this.value))}
      @input=${this.written}
    />`;
  }

  private lines() {
    return html`<textarea
      id="field"
      rows="2"
      maxlength=${this.setting.max ?? nothing}
      spellcheck="false"
      placeholder="10.0.0.0/8, 192.0.2.7"
      ?disabled=${!this.mayChange}
      aria-invalid=${this.problem !== ''}
      aria-describedby="doc problem"
      .value=${live(String(this.value))}
      @input=${this.written}
    ></textarea>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-setting': SettingField;
  }
}
