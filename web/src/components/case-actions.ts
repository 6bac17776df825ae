// What can be done about a case: take it, give it, snooze it, close it.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaseDetail, CaseOutcome } from '../api/case-types';
import { caseOutcomeWord } from '../format/case-words';
import { emit } from './emit';
import { icon, type IconName } from './icons';
import { base, controls } from './shared-styles';

const HOUR_MS = 3_600_000;
const snoozes: [string, number][] = [
  ['for 4 hours', 4],
  ['for a day', 24],
  ['for a week', 7 * 24],
];
const outcomes: [CaseOutcome, string, IconName, string][] = [
  ['confirmed_fraud', 'f', 'warn', 'danger'],
  ['false_positive', 'l', 'check', ''],
  ['inconclusive', 'i', 'help', ''],
];

@customElement('sk-case-actions')
export class CaseActions extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      .actions,
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      .actions {
        justify-content: space-between;
        gap: var(--space-3);
      }
      select {
        width: auto;
        max-width: 11rem;
      }
    `,
  ];

  @property({ attribute: false }) one: CaseDetail | null = null;
  @property() me = '';
  @property({ attribute: false }) nowMs = 0;
  @property({ type: Boolean }) busy = false;

  override render() {
    const { one } = this;
    if (!one) return nothing;
    return html`<div class="actions">
      <div class="row">${this.taking(one)} ${this.giving(one)} ${this.snoozing(one)}</div>
      <div class="row" role="group" aria-label="Close the case">
        ${outcomes.map(
          ([outcome, key, image, style]) =>
            html`<button
              class=${style}
              ?disabled=${this.busy}
              title="${caseOutcomeWord[outcome]} (${key})"
              data-testid="close-${outcome}"
              @click=${() => emit(this, 'close-case', outcome)}
            >
              ${icon(image, '1rem')}${caseOutcomeWord[outcome]}
            </button>`,
        )}
      </div>
    </div>`;
  }

  private taking(one: CaseDetail) {
    if (one.assigned_to === this.me && one.state === 'investigating') {
      return html`<button
        ?disabled=${this.busy}
        @click=${() => emit(this, 'change-case', { assigned_to: null })}
      >
        Release
      </button>`;
    }
    return html`<button
      class="primary"
      title="Take it and begin (a)"
      data-testid="take"
      ?disabled=${this.busy}
      @click=${() => emit(this, 'change-case', { assigned_to: 'me', state: 'investigating' })}
    >
      Take
    </button>`;
  }

  private giving(one: CaseDetail) {
    const others = one.assignees.filter((name) => name !== one.assigned_to);
    if (others.length === 0) return nothing;
    return this.choice('Give to', others.map((name) => [name, name]), (name) =>
      emit(this, 'change-case', { assigned_to: name }),
    );
  }

  private snoozing(one: CaseDetail) {
    if (one.snoozed_until && Date.parse(one.snoozed_until) > this.nowMs) {
      return html`<button
        ?disabled=${this.busy}
        @click=${() => emit(this, 'change-case', { snoozed_until: null })}
      >
        Wake
      </button>`;
    }
    const choices = snoozes.map(([words, hours]): [string, string] => [String(hours), words]);
    return this.choice('Snooze', choices, (hours) => {
      const until = new Date(this.nowMs + Number(hours) * HOUR_MS).toISOString();
      emit(this, 'change-case', { snoozed_until: until });
    });
  }

  /** A list that acts at once and falls back to its name. */
  private choice(name: string, choices: [string, string][], act: (value: string) => void) {
    return html`<select
      aria-label=${name}
      ?disabled=${this.busy}
      @change=${(event: Event) => {
        const field = event.target as HTMLSelectElement;
        const { value } = field;
        field.value = '';
        if (value) act(value);
      }}
    >
      <option value="" selected>${name}…</option>
      ${choices.map(([value, words]) => html`<option value=${value}>${words}</option>`)}
    </select>`;
  }
}
