// One text: its fields and examples, and below or beside them the verdict.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { MESSAGE_CHANNELS, type MessageChannel } from '../api/analyze';
import '../components/message-verdict';
import { base, card, controls } from '../components/shared-styles';
import type { MessageCheck } from '../state/message-check';
import { Follows } from '../state/store';
import { examples } from './message-examples';

const channelWord: Record<MessageChannel, string> = {
  sms: 'SMS',
  email: 'E-mail',
  chat: 'Chat',
  call: 'Call, as words',
};

@customElement('sk-message-panel')
export class MessagePanel extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      .two {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
        align-items: start;
        gap: var(--space-4);
      }
      :host([beside]) .two {
        grid-template-columns: minmax(0, 1fr);
      }
      form {
        display: grid;
        gap: var(--space-4);
        padding: var(--space-4);
      }
      h2 {
        font-size: var(--size-md);
        font-weight: 600;
      }
      .field {
        display: grid;
        gap: 0.1875rem;
        min-width: 0;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
        align-items: end;
        gap: var(--space-3);
      }
      .go {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
      }
      @media (max-width: 900px) {
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) check!: MessageCheck;
  /** "A" or "B" where two texts stand side by side. */
  @property() name = '';
  @property({ type: Boolean, reflect: true }) beside = false;
  @query('#content') private content!: HTMLTextAreaElement;
  @query('#phone') private phone!: HTMLInputElement;
  @query('#channel') private channel!: HTMLSelectElement;

  readonly follows = new Follows(this, () => [this.check]);

  private submit(event: Event): void {
    event.preventDefault();
    if (!this.content.value.trim()) this.content.focus();
    void this.check.judge({
      content: this.content.value,
      phone: this.phone.value.trim(),
      channel: this.channel.value as MessageChannel,
    });
  }

  private choose(event: Event): void {
    const field = event.target as HTMLSelectElement;
    if (field.value) this.content.value = field.value;
    field.value = '';
  }

  override render() {
    const label = this.name ? `Verdict ${this.name}` : 'Verdict';
    return html`<div class="two">
      ${this.form()}
      <section class="card" aria-label=${label} aria-live="polite">${this.verdict()}</section>
    </div>`;
  }

  private form() {
    const { busy, problem } = this.check.value;
    return html`<form class="card" @submit=${this.submit}>
      ${this.name ? html`<h2>Text ${this.name}</h2>` : nothing}
      <div class="field">
        <label for="content">Message</label>
        <textarea
          id="content"
          rows=${this.name ? 5 : 8}
          maxlength="10000"
          placeholder="Paste the text here"
        ></textarea>
      </div>
      <div class="fields">
        ${this.examples()}
        <div class="field">
          <label for="channel">Came by</label>
          <select id="channel">
            ${MESSAGE_CHANNELS.map(
              (channel) => html`<option value=${channel}>${channelWord[channel]}</option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="phone">Sender (optional)</label>
          <input id="phone" inputmode="tel" maxlength="40" placeholder="555-0100" />
        </div>
      </div>
      <div class="go">
        <button class="primary" type="submit" ?disabled=${busy}>
          ${busy ? 'Looking…' : 'Analyse'}
        </button>
        <span class="field-error" role="alert">${problem || nothing}</span>
      </div>
    </form>`;
  }

  private examples() {
    return html`<div class="field">
      <label for="example">Example</label>
      <select id="example" @change=${this.choose}>
        <option value="">Choose one…</option>
        ${examples.map(
          ({ group, list }) =>
            html`<optgroup label=${group}>
              ${list.map(({ name, text }) => html`<option value=${text}>${name}</option>`)}
            </optgroup>`,
        )}
      </select>
    </div>`;
  }

  private verdict() {
    const { result, content, busy } = this.check.value;
    if (!result) {
      return html`<p class="empty">
        <strong>${busy ? 'Looking…' : 'No verdict yet'}</strong>It appears here with its reasons.
      </p>`;
    }
    return html`<sk-message-verdict
      .content=${content}
      .result=${result}
    ></sk-message-verdict>`;
  }
}
