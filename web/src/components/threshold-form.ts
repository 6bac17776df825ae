// From which risk on events should be reviewed: set by hand, or back to the levels.
import { css, html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Kind } from '../api/types';
import { aboutWord } from '../format/model-words';
import { emit } from './emit';
import { base, controls } from './shared-styles';

/** The server keeps 500 bytes. */
const NOTE_CHARS_MAX = 160;

@customElement('sk-threshold-form')
export class ThresholdForm extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(8rem, 1fr) minmax(8rem, 1fr) minmax(10rem, 2fr);
        align-items: end;
        gap: var(--space-3);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
      }
      .go {
        display: flex;
        flex-wrap: wrap;
        grid-column: 1 / -1;
        gap: var(--space-2);
      }
      @media (max-width: 640px) {
        form {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** What may be set by hand; the first is offered first. */
  @property({ attribute: false }) kinds: readonly Kind[] = [];
  @state() private about: Kind | null = null;
  @query('#from') private from!: HTMLInputElement;
  @query('#note') private note!: HTMLInputElement;

  private get chosen(): Kind | undefined {
    return this.kinds.find((each) => each === this.about) ?? this.kinds[0];
  }

  private ask(review_from: number | null): void {
    const { chosen } = this;
    if (!chosen) return;
    emit(this, 'set-threshold', { about: chosen, review_from, note: this.note.value.trim() });
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.ask(this.from.valueAsNumber);
  }

  override render() {
    return html`<form @submit=${this.submit} aria-label="Set a threshold by hand">
      <div class="field">
        <label for="about">Threshold of</label>
        <select
          id="about"
          @change=${(event: Event) => {
            this.about = (event.target as HTMLSelectElement).value as Kind;
          }}
        >
          ${this.kinds.map(
            (each) =>
              html`<option value=${each} ?selected=${each === this.chosen}>
                ${aboutWord[each]}
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="from">Review from, in points of risk</label>
        <input
          id="from"
          type="number"
          min="0"
          max="100"
          step="any"
          required
          inputmode="decimal"
          placeholder="0 to 100"
        />
      </div>
      <div class="field">
        <label for="note">Note (optional)</label>
        <input id="note" maxlength=${NOTE_CHARS_MAX} autocomplete="off" placeholder="Why?" />
      </div>
      <div class="go">
        <button type="submit" data-testid="threshold-set">Set threshold…</button>
        <button type="button" class="quiet" @click=${() => this.ask(null)}>
          Back to the levels…
        </button>
      </div>
    </form>`;
  }
}
