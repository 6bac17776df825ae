// Message tester: paste a message, see the verdict and the reasons.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { analyzeMessage } from '../api/analyze';
import { errorWords } from '../api/http';
import type { Analysis } from '../api/types';
import { factStyles, provenance, ruleList, verdict } from '../components/decision-facts';
import { lineStyles } from '../components/decision-line';
import '../components/reason-bars';
import { base, card, controls } from '../components/shared-styles';
import type { AppContext } from '../state/app-context';
import { page } from './page-styles';

const samples: [string, string][] = [
  ['Scam', 'URGENT! Your account is locked. Send the code to unlock it now: example.test/unlock'],
  ['Ordinary', 'Hi, are we still on for lunch at noon? I will bring the papers.'],
];

@customElement('sk-tester-page')
export class TesterPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    lineStyles,
    factStyles,
    page,
    css`
      .two {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
        align-items: start;
        gap: var(--space-4);
      }
      form,
      .result {
        display: grid;
        gap: var(--space-4);
        padding: var(--space-4);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
      }
      .samples {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      h2,
      h3 {
        font-size: var(--size-md);
        font-weight: 600;
        margin-bottom: var(--space-1);
      }
      @media (max-width: 900px) {
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @state() private result: Analysis | null = null;
  @state() private problem = '';
  @state() private busy = false;
  @query('#content') private content!: HTMLTextAreaElement;
  @query('#phone') private phone!: HTMLInputElement;

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.content.value.trim();
    if (!text) {
      this.problem = 'Paste a message first.';
      this.content.focus();
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      this.result = await analyzeMessage(this.app.http, {
        content: text,
        phone: this.phone.value.trim(),
        channel: 'sms',
      });
    } catch (error) {
      this.result = null;
      this.problem = errorWords(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    return html`<div class="two">
      <form class="card" @submit=${this.submit}>
        <div class="field">
          <label for="content">Message</label>
          <textarea
            id="content"
            rows="8"
            maxlength="10000"
            placeholder="Paste the text here"
          ></textarea>
        </div>
        <div class="field">
          <label for="phone">Phone number of the sender (optional)</label>
          <input id="phone" inputmode="tel" maxlength="40" placeholder="555-0100" />
        </div>
        <div class="samples">
          <button class="primary" type="submit" ?disabled=${this.busy}>
            ${this.busy ? 'Looking…' : 'Analyse'}
          </button>
          <span class="muted">or try</span>
          ${samples.map(
            ([name, text]) =>
              html`<button type="button" class="small" @click=${() => (this.content.value = text)}>
                ${name}
              </button>`,
          )}
        </div>
        <p class="muted">
          The message is decided like any other: it counts, and a critical one blocks its number.
        </p>
        <p class="field-error" role="alert">${this.problem || nothing}</p>
      </form>
      <section class="card" aria-label="Verdict" aria-live="polite">${this.verdict()}</section>
    </div>`;
  }

  private verdict() {
    const { result } = this;
    if (!result) {
      return html`<p class="empty">
        <strong>No verdict yet</strong>It appears here with its reasons.
      </p>`;
    }
    return html`<div class="result">
      ${verdict(result)} ${result.primary_reason ? html`<p>${result.primary_reason}</p>` : nothing}
      <div>
        <h2>Why</h2>
        <sk-reasons .reasons=${result.reasons}></sk-reasons>
      </div>
      <div>
        <h2>Rules</h2>
        ${ruleList(result.rules)}
      </div>
      ${provenance(result.model, result.timings_us)}
    </div>`;
  }
}
