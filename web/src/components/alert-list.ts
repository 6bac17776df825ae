// The alerts panel: what needs a person now, newest first.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Alert } from '../api/types';
import { age } from '../format/duration';
import { moneyExact } from '../format/money';
import { fullTime } from '../format/time';
import { actionWord } from '../format/words';
import { emit } from './emit';
import { icon } from './icons';
import { base, card, controls } from './shared-styles';
import './risk-badge';

const DRAWN_MAX = 60;

@customElement('sk-alerts')
export class AlertList extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      .scroll {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
      }
      button.row {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.1875rem var(--space-2);
        justify-content: stretch;
        width: 100%;
        padding: var(--space-2) var(--space-4);
        border: 0;
        border-radius: 0;
        background: none;
        text-align: left;
        font-weight: 400;
        line-height: 1.35;
        white-space: nowrap;
      }
      li {
        border-bottom: 1px solid var(--border);
      }
      .steps {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--space-1);
        padding: 0 var(--space-2) var(--space-1);
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .steps .done {
        padding: 0 var(--space-2);
      }
      button.row:focus-visible {
        outline-offset: -2px;
      }
      button.row > * {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .subject {
        align-self: center;
        font-weight: 600;
      }
      .reason {
        grid-column: 1 / -1;
        color: var(--text-2);
      }
      .foot {
        display: flex;
        gap: var(--space-2);
        justify-content: space-between;
        grid-column: 1 / -1;
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .age {
        align-self: center;
        color: var(--text-3);
      }
    `,
  ];

  @property({ attribute: false }) alerts: Alert[] = [];
  @property({ attribute: false }) nowMs = 0;
  @property({ type: Boolean }) loading = false;
  @property({ type: Boolean }) notifying = false;
  @property({ type: Boolean }) canNotify = false;
  /** Who else is told is for analysts, auditors and admins. */
  @property({ type: Boolean }) hasChannels = false;
  @property({ type: Boolean }) maySeeCases = false;
  @property({ type: Boolean }) mayStep = false;
  /** What was done about alerts on this page, by id. */
  @property({ attribute: false }) steps: ReadonlyMap<string, string> = new Map();

  override render() {
    return html`
      <div class="card-head">
        <h2>Alerts</h2>
        <span class="muted num">${this.alerts.length || ''}</span>
        <span class="grow"></span>
        ${
          this.hasChannels
            ? html`<button
                class="quiet small"
                title="Who else is told of alerts"
                @click=${() => emit(this, 'show-channels', undefined)}
              >
                Channels
              </button>`
            : nothing
        }
        <button
          class="small"
          aria-pressed=${this.notifying}
          ?disabled=${!this.canNotify}
          title=${
            this.canNotify
              ? 'Show a desktop notification for each critical alert while this tab is hidden'
              : 'This browser does not allow notifications here'
          }
          @click=${() => emit(this, 'toggle-notify', undefined)}
        >
          ${icon('bell', '0.875rem')}${this.notifying ? 'Notifying' : 'Notify me'}
        </button>
      </div>
      <div class="scroll" data-testid="alerts" role="region" aria-label="Alerts">
        ${this.list()}
      </div>
    `;
  }

  private list() {
    if (this.loading) return html`<p class="empty"><span class="skeleton"></span></p>`;
    if (this.alerts.length === 0) {
      return html`<p class="empty">
        <strong>All quiet</strong>No high-risk decision has raised an alert.
      </p>`;
    }
    const alerts = this.alerts.slice(0, DRAWN_MAX);
    return html`<ul>
      ${repeat(
        alerts,
        (alert) => alert.id,
        (alert) => html`<li>${this.row(alert)}${this.stepsOf(alert)}</li>`,
      )}
    </ul>`;
  }

  private row(alert: Alert) {
    return html`<button
      class="row"
      data-testid="alert-row"
      data-id=${alert.id}
      @click=${() => emit(this, 'open-decision', alert.decision_id)}
    >
      <sk-risk .level=${alert.risk_level} .score=${alert.risk_score}></sk-risk>
      <span class="subject mono" title=${alert.subject ?? ''}
        >${alert.subject ?? alert.decision_id}</span
      >
      <span class="age num" title=${fullTime(alert.time)}
        >${age(this.nowMs - Date.parse(alert.time))}</span
      >
      <span class="reason" title=${alert.primary_reason ?? ''}
        >${alert.primary_reason ?? 'No single main reason'}</span
      >
      <span class="foot">
        <span
          >${alert.threat_category ?? (alert.amount === null ? alert.kind : 'Transaction')}</span
        >
        <span class="num"
          >${stake(alert)}</span
        >
      </span>
    </button>`;
  }

  private stepsOf(alert: Alert) {
    if (!this.maySeeCases) return nothing;
    const state = this.steps.get(alert.id) ?? alert.state;
    return html`<div class="steps">
      ${
        state === 'open'
          ? nothing
          : html`<span class="done">${state === 'resolved' ? 'Resolved' : 'Acknowledged'}</span>`
      }
      ${this.mayStep && state === 'open' ? this.stepButton(alert, 'acknowledge') : nothing}
      ${this.mayStep && state !== 'resolved' ? this.stepButton(alert, 'resolve') : nothing}
      <button
        class="quiet small"
        data-testid="alert-case"
        aria-label="Case of ${alert.subject ?? alert.decision_id}"
        @click=${() => emit(this, 'show-case-of', alert.decision_id)}
      >
        Case
      </button>
    </div>`;
  }

  private stepButton(alert: Alert, step: 'acknowledge' | 'resolve') {
    const word = step === 'resolve' ? 'Resolve' : 'Acknowledge';
    return html`<button
      class="quiet small"
      data-testid="alert-${step}"
      aria-label="${word} the alert about ${alert.subject ?? alert.decision_id}"
      @click=${() => emit(this, 'step-alert', { id: alert.id, step })}
    >
      ${word}
    </button>`;
  }
}

const stake = (alert: Alert): string =>
  alert.amount === null ? actionWord(alert.action) : moneyExact(alert.amount, alert.currency);
