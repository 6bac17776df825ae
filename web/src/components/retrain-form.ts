// What a new version should learn from: the labels in the store, or messages pasted here.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { exact } from '../format/number';
import { linesOf, MESSAGES_MAX } from '../state/retraining';
import { emit } from './emit';
import { base, controls } from './shared-styles';

type Source = 'labels' | 'messages';

@customElement('sk-retrain')
export class RetrainForm extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      form {
        display: grid;
        gap: var(--space-4);
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-4);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: var(--space-1);
        padding: 0;
      }
      .choice {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--size-md);
      }
      .choice input {
        width: auto;
        min-height: 0;
        accent-color: var(--accent);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
      }
      .field > .days {
        max-width: 6rem;
      }
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
        gap: var(--space-3);
      }
      .go {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3);
      }
    `,
  ];

  @property({ type: Boolean }) busy = false;
  @state() private source: Source = 'labels';
  @state() private problem = '';
  @state() private counts: [number, number] = [0, 0];
  @query('#days') private days!: HTMLInputElement | null;
  @query('#calibration') private calibration!: HTMLInputElement | null;
  @query('#scam') private scam!: HTMLTextAreaElement | null;
  @query('#legitimate') private legitimate!: HTMLTextAreaElement | null;

  private submit(event: Event): void {
    event.preventDefault();
    this.problem = '';
    if (this.source === 'labels') {
      const days = Number(this.days?.value);
      const only = this.calibration?.checked ? { only: 'calibration' as const } : {};
      emit(this, 'retrain', { source: 'labels', days, ...only });
      return;
    }
    const scam_messages = linesOf(this.scam?.value ?? '');
    const legitimate_messages = linesOf(this.legitimate?.value ?? '');
    const all = scam_messages.length + legitimate_messages.length;
    if (all === 0) this.problem = 'Paste at least one message, one on each line.';
    else if (Math.max(scam_messages.length, legitimate_messages.length) > MESSAGES_MAX)
      this.problem = `At most ${exact(MESSAGES_MAX)} messages of a kind at a time.`;
    else emit(this, 'retrain', { scam_messages, legitimate_messages });
  }

  private count(): void {
    const lines = (field: HTMLTextAreaElement | null) => linesOf(field?.value ?? '').length;
    this.counts = [lines(this.scam), lines(this.legitimate)];
  }

  override render() {
    return html`<form @submit=${this.submit}>
      <fieldset>
        <legend class="label">Learn from</legend>
        ${this.choice('labels', 'labels of decisions (payments)')}
        ${this.choice('messages', 'messages that I paste')}
      </fieldset>
      ${this.source === 'labels' ? this.labels() : this.messages()}
      <div class="go">
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="retrain">
          ${this.busy ? 'Training…' : 'Train a new version'}
        </button>
        <span class="field-error" role="alert">${this.problem || nothing}</span>
      </div>
    </form>`;
  }

  private choice(value: Source, words: string) {
    return html`<label class="choice"
      ><input
        type="radio"
        name="source"
        value=${value}
        .checked=${this.source === value}
        @change=${() => (this.source = value)}
      />${words}</label
    >`;
  }

  private labels() {
    return html`<div class="field">
      <label for="days">Of the last days</label>
      <input id="days" class="days" type="number" min="1" max="3650" required value="90" />
      <span class="muted"
        >The newest seven days are left out: who was robbed then may not know yet.</span
      >
      <label class="choice"
        ><input id="calibration" type="checkbox" />only fit the probabilities anew, keep the
        trees</label
      >
    </div>`;
  }

  private messages() {
    const [scams, legitimate] = this.counts;
    return html`<div class="two" @input=${this.count}>
      <div class="field">
        <label for="scam">Scams, one on each line <span class="num">(${exact(scams)})</span></label>
        <textarea id="scam" rows="5"></textarea>
      </div>
      <div class="field">
        <label for="legitimate"
          >Legitimate, one on each line <span class="num">(${exact(legitimate)})</span></label
        >
        <textarea id="legitimate" rows="5"></textarea>
      </div>
    </div>`;
  }
}
