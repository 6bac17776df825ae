// The filters of the decision search.
import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { KINDS, LEVELS, OUTCOMES } from '../api/types';
import { fromFieldTime, toFieldTime } from '../format/time';
import { outcomeWord } from '../format/words';
import { type DecisionFilters, type FilterKey, isFilterValue } from '../state/decision-filters';
import { emit } from './emit';
import { base, card, controls } from './shared-styles';

@customElement('sk-filters')
export class FilterBar extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr));
        align-items: end;
        gap: var(--space-2) var(--space-3);
        padding: var(--space-3) var(--space-4);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
        min-width: 0;
      }
      .wide {
        grid-column: span 2;
      }
      .more {
        display: none;
      }
      @media (max-width: 640px) {
        .more {
          display: inline-flex;
        }
        form:not(.all) .extra {
          display: none;
        }
      }
      input:user-invalid {
        border-color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) filters: DecisionFilters = {};
  /** On a phone the rarer fields wait behind a button. */
  @state() private all = false;

  focusSearch(): void {
    this.renderRoot.querySelector<HTMLInputElement>('#text')?.focus();
  }

  override render() {
    const any = Object.keys(this.filters).length > 0;
    return html`<form
      class="card ${this.all ? 'all' : ''}"
      role="search"
      @submit=${(event: Event) => event.preventDefault()}
    >
      ${this.input('text', 'Text', 'Reason or message', 'wide')}
      ${this.input('entity', 'Card, phone …', 'card:tok_c00017')}
      ${this.choice('level', 'Risk level', LEVELS)} ${this.choice('outcome', 'Outcome', OUTCOMES)}
      ${this.choice('kind', 'Kind', KINDS)}
      ${this.input('amount_min', 'Amount from', '0.00', 'extra')}
      ${this.input('amount_max', 'Amount to', '0.00', 'extra')}
      ${this.moment('from', 'Event time from')} ${this.moment('to', 'Event time to')}
      <button
        type="button"
        class="more"
        aria-pressed=${this.all}
        @click=${() => (this.all = !this.all)}
      >
        Amount and time
      </button>
      <button
        type="button"
        ?disabled=${!any}
        @click=${() => emit(this, 'clear-filters', undefined)}
      >
        Clear filters
      </button>
    </form>`;
  }

  private input(key: FilterKey, name: string, placeholder: string, size = '') {
    return html`<div class="field ${size}">
      <label for=${key}>${name}</label>
      <input
        id=${key}
        maxlength="200"
        placeholder=${placeholder}
        inputmode=${key.startsWith('amount') ? 'decimal' : 'search'}
        .value=${this.filters[key] ?? ''}
        @change=${(event: Event) => this.typed(key, event.target as HTMLInputElement)}
      />
    </div>`;
  }

  private typed(key: FilterKey, input: HTMLInputElement): void {
    const fits = isFilterValue(key, input.value);
    input.setCustomValidity(fits ? '' : 'Please give a plain number such as 125.50');
    if (fits) emit(this, 'filter-change', { key, value: input.value });
    else input.reportValidity();
  }

  private choice(key: FilterKey, name: string, options: readonly string[]) {
    return html`<div class="field">
      <label for=${key}>${name}</label>
      <select
        id=${key}
        @change=${(event: Event) =>
          emit(this, 'filter-change', { key, value: (event.target as HTMLSelectElement).value })}
      >
        <option value="" ?selected=${!this.filters[key]}>Any</option>
        ${options.map(
          (option) =>
            html`<option value=${option} ?selected=${this.filters[key] === option}>
              ${outcomeWord[option as keyof typeof outcomeWord] ?? option}
            </option>`,
        )}
      </select>
    </div>`;
  }

  private moment(key: FilterKey, name: string) {
    const value = this.filters[key];
    return html`<div class="field wide extra">
      <label for=${key}>${name}</label>
      <input
        id=${key}
        type="datetime-local"
        step="1"
        .value=${value ? toFieldTime(value) : ''}
        @change=${(event: Event) =>
          emit(this, 'filter-change', {
            key,
            value: fromFieldTime((event.target as HTMLInputElement).value),
          })}
      />
    </div>`;
  }
}
