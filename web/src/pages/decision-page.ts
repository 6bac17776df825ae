// One decision: what and how sure, why, what would have changed it, the check, label and history.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { DecisionDetail } from '../api/types';
import {
  facts,
  factStyles,
  featureTable,
  provenance,
  ruleList,
  thresholdNote,
  verdict,
} from '../components/decision-facts';
import { lineStyles } from '../components/decision-line';
import { emit } from '../components/emit';
import { icon } from '../components/icons';
import { Hotkeys } from '../components/keyboard';
import '../components/label-form';
import type { LabelForm } from '../components/label-form';
import '../components/log-odds-bars';
import { markedText, markStyles } from '../components/marked-text';
import { base, card, controls } from '../components/shared-styles';
import { whatIf, whatIfStyles } from '../components/what-if';
import { markedPieces } from '../format/marks';
import type { AppContext } from '../state/app-context';
import { canLabel } from '../state/session-store';
import { Follows } from '../state/store';
import './entity-history-part';
import { page, part } from './page-styles';
import './replay-check';

@customElement('sk-decision-page')
export class DecisionPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    lineStyles,
    factStyles,
    markStyles,
    whatIfStyles,
    page,
    part,
    css`
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr);
        align-items: start;
        gap: var(--space-4);
      }
      h3 {
        font-size: var(--size-md);
        font-weight: 600;
      }
      .lead {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      .verdict {
        padding: var(--space-4);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .skeleton.tall {
        height: 12rem;
      }
      @media (max-width: 1000px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-label-form') private labelForm!: LabelForm | null;

  readonly follows = new Follows(this, () => [this.app.detail, this.app.session]);

  readonly hotkeys = new Hotkeys(this, {
    f: () => this.labelForm?.save('fraud'),
    x: () => this.labelForm?.save('legitimate'),
  });

  override render() {
    const { problem, decision } = this.app.detail.value;
    if (problem) {
      return html`<div class="card empty" role="alert">
        <strong>This decision cannot be shown</strong>${problem}
        <p><a href="/dashboard/decisions">Search decisions</a></p>
      </div>`;
    }
    if (!decision) {
      return html`<div class="columns">
        <div class="stack">
          <span class="skeleton tall"></span><span class="skeleton tall"></span>
        </div>
        <span class="skeleton tall"></span>
      </div>`;
    }
    return html`<div class="stack" data-testid="decision">
      <div class="columns">
        <div class="stack">${this.answers(decision)}</div>
        <div class="stack">${this.work(decision)}</div>
      </div>
      <section class="card part">
        <h2>History</h2>
        <sk-entity-history .app=${this.app} .decision=${decision}></sk-entity-history>
      </section>
    </div>`;
  }

  private answers(decision: DecisionDetail) {
    return html`<section class="card part" aria-label="Decision">
        ${verdict(decision)} ${thresholdNote(decision)}
        ${decision.primary_reason ? html`<p class="lead">${decision.primary_reason}</p>` : nothing}
        ${
          decision.message_content
            ? html`<blockquote>
                ${markedText(markedPieces(decision.message_content, decision.reasons))}
              </blockquote>`
            : nothing
        }
      </section>
      <section class="card part">
        <h2>Why</h2>
        <sk-log-odds
          .reasons=${decision.reasons}
          .baseLogOdds=${decision.base_log_odds}
          .logOdds=${decision.log_odds}
          .probability=${decision.fraud_probability}
        ></sk-log-odds>
        ${
          decision.rules.length
            ? html`<h3>Rules that fired</h3>
                ${ruleList(decision.rules)}`
            : nothing
        }
        ${featureTable(decision.features)}
      </section>
      ${whatIf(decision.counterfactual, decision.currency)}`;
  }

  private work(decision: DecisionDetail) {
    return html`<section class="card part">
        <h2>Would it come out the same?</h2>
        <sk-replay .app=${this.app} .decision=${decision}></sk-replay>
      </section>
      <section class="card part">
        <h2>What was it really?</h2>
        <sk-label-form
          .label=${decision.label}
          ?mayLabel=${this.mayLabel}
          ?busy=${this.app.detail.value.labelling}
        ></sk-label-form>
        ${this.blocks(decision)}
      </section>
      <section class="card part">
        <h2>Facts</h2>
        ${facts(decision)} ${provenance(decision.model, decision.timings_us)}
      </section>`;
  }

  private get mayLabel(): boolean {
    return canLabel(this.app.session.role);
  }

  private blocks({ phone_number: phone, card: token }: DecisionDetail) {
    const block = (kind: string, value: string, words: string) =>
      html`<button
        ?disabled=${!this.mayLabel}
        @click=${() => emit(this, 'block-entity', { kind, value })}
      >
        ${icon('blocklist', '1rem')}${words}
      </button>`;
    if (!phone && !token) return nothing;
    return html`<div class="buttons">
      ${phone ? block('phone', phone, 'Block number') : nothing}
      ${token ? block('card', token, 'Block card') : nothing}
    </div>`;
  }
}
