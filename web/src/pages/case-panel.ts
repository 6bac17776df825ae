// The case that is open: what it is about, its decisions with their reasons, notes, history, acts.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CaseDetail, CaseItem } from '../api/case-types';
import '../components/case-actions';
import '../components/case-story';
import { factStyles, verdict } from '../components/decision-facts';
import { decisionLine, lineStyles } from '../components/decision-line';
import { emit } from '../components/emit';
import { icon } from '../components/icons';
import '../components/reason-bars';
import '../components/risk-badge';
import { base, card, controls } from '../components/shared-styles';
import { amountWords, countWords, entityWords, stateWords } from '../format/case-words';
import { dayAndTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import type { WorkState } from '../state/case-work';
import { decisionsUrl, decisionUrl } from '../state/routes';
import { canLabel } from '../state/session-store';
import { casePanelStyles } from './case-panel-styles';
import './entity-history-part';
import { part } from './page-styles';

@customElement('sk-case-panel')
export class CasePanel extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    lineStyles,
    factStyles,
    part,
    casePanelStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--space-4);
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @property({ attribute: false }) work!: WorkState;
  @property({ attribute: false }) nowMs = 0;
  /** The decision that is explained; the newest until one is chosen. */
  @state() private picked: string | null = null;

  private get mayWork(): boolean {
    return canLabel(this.app.session.role);
  }

  private get me(): string {
    const { value } = this.app.session;
    return value.phase === 'signed-in' ? (value.session.name ?? '') : '';
  }

  override render() {
    const { problem, detail, overtaken } = this.work;
    if (problem && !detail) {
      return html`<div class="card empty" role="alert">
        <strong>This case cannot be shown</strong>${problem}
      </div>`;
    }
    if (!detail) return html`<span class="skeleton tall"></span>`;
    const item = detail.items.find(({ decision }) => decision.id === this.picked);
    const shown = item ?? detail.items[0];
    return html`<section class="card part" aria-label="Case" data-testid="case">
        ${overtaken ? html`<p class="overtaken" role="status">${overtaken}</p>` : nothing}
        ${this.head(detail)} ${this.actions(detail)}
      </section>
      <section class="card part">
        <h2>Decisions <span class="muted num">${detail.decisions}</span></h2>
        ${this.items(detail, shown)} ${shown ? this.reasons(shown) : nothing}
      </section>
      ${shown ? this.history(shown) : nothing}
      <section class="card part">
        <sk-case-story
          .one=${detail}
          ?mayWrite=${this.mayWork}
          ?busy=${this.work.busy}
        ></sk-case-story>
      </section>`;
  }

  private head(one: CaseDetail) {
    const { kind, id } = one.entity;
    const sums = amountWords(one);
    return html`<div class="title">
        <button
          class="small quiet back"
          aria-label="Back to the queue"
          @click=${() => emit(this, 'open-case', null)}
        >
          ${icon('close', '0.875rem')}
        </button>
        <h2 class="mono">
          ${kind === 'decision'
            ? html`<a href=${decisionUrl(id)}>${id}</a>`
            : html`<a href=${decisionsUrl({ entity: `${kind}:${id}` })}>${id}</a>`}
        </h2>
        <sk-risk .level=${one.risk_level} .score=${one.risk_score}></sk-risk>
        <span class="state" data-testid="case-state">${stateWords(one, this.nowMs)}</span>
      </div>
      <p class="muted num">
        ${one.id} · ${entityWords(one)} · ${countWords(one.decisions)}${sums ? ` · ${sums}` : ''}
        · opened <span title=${fullTime(one.opened_at)}>${dayAndTime(one.opened_at)}</span> ·
        ${one.assigned_to ? html`with <b>${one.assigned_to}</b>` : 'with nobody'}
        ${one.labels_due ? html` · its labels are being written` : nothing}
      </p>`;
  }

  private actions(one: CaseDetail) {
    if (one.state === 'closed') return nothing;
    if (!this.mayWork)
      return html`<p class="muted">Only an analyst or an admin can work on cases.</p>`;
    return html`<sk-case-actions
      .one=${one}
      .me=${this.me}
      .nowMs=${this.nowMs}
      ?busy=${this.work.busy}
    ></sk-case-actions>`;
  }

  private items(one: CaseDetail, shown: CaseItem | undefined) {
    const rest = one.decisions - one.items.length;
    return html`<ul class="lines items">
        ${one.items.map(
          ({ decision }) =>
            html`<li>
              <button
                class="line"
                data-testid="case-item"
                aria-current=${decision.id === shown?.decision.id}
                @click=${() => (this.picked = decision.id)}
              >
                ${decisionLine(decision, this.nowMs)}
              </button>
            </li>`,
        )}
      </ul>
      ${rest > 0 ? html`<p class="muted num">and ${countWords(rest)} before</p>` : nothing}`;
  }

  private reasons({ decision, labels }: CaseItem) {
    return html`<div class="why-part">
      ${verdict(decision)}
      ${decision.message_content
        ? html`<blockquote>${decision.message_content}</blockquote>`
        : nothing}
      <sk-reasons .reasons=${decision.reasons}></sk-reasons>
      <p class="muted">
        <a href=${decisionUrl(decision.id)}>Open this decision</a>
        ${labels.map(
          ({ label, source }) =>
            html` · ${source} says ${label === 'fraud' ? 'fraud' : 'not fraud'}`,
        )}
      </p>
    </div>`;
  }

  private history({ decision }: CaseItem) {
    return html`<section class="card part">
      <h2>Before and around it</h2>
      <sk-entity-history .app=${this.app} .decision=${decision}></sk-entity-history>
    </section>`;
  }
}
