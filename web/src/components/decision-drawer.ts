// The open decision: what was decided and how sure, why, the facts, the rules, and its relatives.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DecisionDetail, DecisionRow } from '../api/types';
import { labelWords } from '../format/words';
import type { DetailState } from '../state/decision-detail';
import { decisionUrl } from '../state/routes';
import {
  facts,
  factStyles,
  featureTable,
  provenance,
  ruleList,
  thresholdNote,
  verdict,
} from './decision-facts';
import { decisionLine, lineStyles } from './decision-line';
import { emit } from './emit';
import { icon } from './icons';
import { Hotkeys } from './keyboard';
import { carriesWeight } from './reason-bars';
import { base, card, controls } from './shared-styles';
import { whatIfPart, whatIfStyles } from './what-if';

@customElement('sk-drawer')
export class DecisionDrawer extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    lineStyles,
    factStyles,
    whatIfStyles,
    css`
      .panel {
        position: fixed;
        inset: 0 0 0 auto;
        z-index: 30;
        display: flex;
        flex-direction: column;
        width: min(32rem, 100vw);
        border-left: 1px solid var(--border);
        background: var(--surface);
        box-shadow: var(--shadow-3);
        outline: none;
      }
      .head-line {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-2) var(--space-3) var(--space-2) var(--space-4);
        border-bottom: 1px solid var(--border);
      }
      .head-line h2 {
        flex: 1;
        font-size: var(--size-lg);
        font-weight: 600;
      }
      .scroll {
        flex: 1;
        overflow-y: auto;
        padding: var(--space-4);
        display: flex;
        flex-direction: column;
        gap: var(--space-6);
      }
      h3 {
        margin-bottom: var(--space-2);
        font-size: var(--size-md);
        font-weight: 600;
      }
      blockquote {
        margin: 0;
        padding: var(--space-3);
        border-radius: var(--radius-2);
        background: var(--surface-2);
        overflow-wrap: anywhere;
      }
      .lead {
        font-weight: 600;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-3) var(--space-4);
        border-top: 1px solid var(--border);
      }
      .actions .muted {
        flex: 1 1 100%;
        font-size: var(--size-sm);
      }
      .related {
        margin: 0 calc(-1 * var(--space-4));
        border-top: 1px solid var(--border);
      }
      .skeleton {
        height: 1rem;
      }
      .skeleton.tall {
        height: 4rem;
      }
    `,
  ];

  @property({ attribute: false }) detail: DetailState | null = null;
  @property({ attribute: false }) nowMs = 0;
  @property({ type: Boolean }) mayLabel = false;
  private returnFocus: HTMLElement | null = null;

  readonly hotkeys = new Hotkeys(this, {
    Escape: () => emit(this, 'close-drawer', undefined),
    f: () => this.label('fraud'),
    x: () => this.label('legitimate'),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.returnFocus = deepFocus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.returnFocus?.focus({ preventScroll: true });
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    this.renderRoot.querySelector<HTMLElement>('.panel')?.focus({ preventScroll: true });
  }

  private label(label: 'fraud' | 'legitimate'): void {
    if (this.mayLabel && this.detail?.decision) emit(this, 'label-decision', { label, note: '' });
  }

  override render() {
    const decision = this.detail?.decision;
    const kind = decision ? (decision.kind === 'message' ? 'Message' : 'Transaction') : 'Decision';
    return html`<div
      class="panel"
      role="dialog"
      aria-label="${kind} details"
      tabindex="-1"
      data-testid="drawer"
    >
      <div class="head-line">
        <h2>${kind}</h2>
        ${
          decision
            ? html`<a class="button quiet small" href=${decisionUrl(decision.id)}
                >${icon('open', '1rem')}Open as page</a
              >`
            : nothing
        }
        <button
          class="quiet small"
          title="Close (Esc)"
          @click=${() => emit(this, 'close-drawer', undefined)}
        >
          ${icon('close', '1rem')}<span class="sr">Close</span>
        </button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Explanation">${this.body()}</div>
      ${decision ? this.actions(decision) : nothing}
    </div>`;
  }

  private body() {
    const { detail } = this;
    if (detail?.problem) {
      return html`<p class="empty">
        <strong>This decision cannot be shown</strong>${detail.problem}
      </p>`;
    }
    if (!detail?.decision) {
      return html`<span class="skeleton tall"></span><span class="skeleton"></span>
        <span class="skeleton"></span><span class="skeleton"></span>`;
    }
    const { decision } = detail;
    return html`
      ${verdict(decision)} ${thresholdNote(decision)} ${this.lead(decision)}
      ${
        decision.message_content
          ? html`<section>
              <h3>Message</h3>
              <blockquote>${decision.message_content}</blockquote>
            </section>`
          : nothing
      }
      <section>
        <h3>Why</h3>
        <sk-reasons .reasons=${decision.reasons}></sk-reasons>
      </section>
      ${whatIfPart(decision.counterfactual, decision.currency)}
      <section>
        <h3>Facts</h3>
        ${facts(decision)}
      </section>
      <section>
        <h3>Rules</h3>
        ${ruleList(decision.rules)}
      </section>
      ${this.related(detail.related)} ${featureTable(decision.features)}
      ${provenance(decision.model, decision.timings_us)}
    `;
  }

  /** The main reason in words, where the model's reasons below do not already begin with it. */
  private lead({ primary_reason: main, reasons }: DecisionDetail) {
    if (!main) return nothing;
    if (reasons.some((each) => each.text === main && carriesWeight(each))) return nothing;
    return html`<p class="lead">${main}</p>`;
  }

  private related(rows: DecisionRow[] | null) {
    if (rows === null) return html`<span class="skeleton"></span>`;
    return html`<section>
      <h3>
        Latest with the same ${this.detail?.decision?.phone_number ? 'phone' : 'card or customer'}
      </h3>
      ${
        rows.length === 0
          ? html`<p class="muted">Nothing else is known of it.</p>`
          : html`<div class="lines related">
              ${rows.map(
                (row) =>
                  html`<button class="line" @click=${() => emit(this, 'open-decision', row.id)}>
                    ${decisionLine(row, this.nowMs)}
                  </button>`,
              )}
            </div>`
      }
    </section>`;
  }

  private actions(decision: DecisionDetail) {
    const busy = this.detail?.labelling || !this.mayLabel;
    const { label, phone_number: phone, card } = decision;
    return html`<div class="actions">
      <button
        class="danger"
        aria-pressed=${label === 'fraud'}
        ?disabled=${busy}
        title="Confirm fraud (f)"
        @click=${() => this.label('fraud')}
      >
        ${icon('warn', '1rem')}Confirm fraud
      </button>
      <button
        aria-pressed=${label === 'legitimate'}
        ?disabled=${busy}
        title="Not fraud (x)"
        @click=${() => this.label('legitimate')}
      >
        ${icon('check', '1rem')}Not fraud
      </button>
      ${phone ? this.block('phone', phone, 'Block number') : nothing}
      ${card ? this.block('card', card, 'Block card') : nothing}
      <span class="muted">${labelWords(label, this.mayLabel)}</span>
    </div>`;
  }

  private block(kind: string, value: string, words: string) {
    return html`<button
      ?disabled=${!this.mayLabel}
      @click=${() => emit(this, 'block-entity', { kind, value })}
    >
      ${icon('blocklist', '1rem')}${words}
    </button>`;
  }
}

/** The focused element through all shadow roots. */
function deepFocus(): HTMLElement | null {
  let active: Element | null = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}
