// Start, stop, and the rate of the generator on a logarithmic slider.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Generator } from '../api/types';
import { exact, percent, rate as rateText } from '../format/number';
import { dayAndTime } from '../format/time';
import { positionOf, rateAt, SLIDER_STEPS, typedRate } from '../state/log-scale';
import { emit } from './emit';
import { icon } from './icons';
import { base, card, controls } from './shared-styles';

@customElement('sk-rate-control')
export class RateControl extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      .body {
        display: grid;
        grid-template-columns: auto minmax(12rem, 1fr) auto auto;
        align-items: center;
        gap: var(--space-3) var(--space-6);
        padding: 0 var(--space-4) var(--space-3);
      }
      .switches {
        display: flex;
        gap: var(--space-2);
      }
      .switches button {
        min-width: 8.75rem;
      }
      .slide {
        display: grid;
        gap: 0.125rem;
      }
      input[type='range'] {
        width: 100%;
        margin: 0;
        accent-color: var(--accent);
        cursor: pointer;
      }
      .ticks {
        display: flex;
        justify-content: space-between;
        color: var(--text-3);
        font-size: var(--size-xs);
      }
      .typed {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        color: var(--text-3);
        white-space: nowrap;
      }
      .typed input {
        width: 6.5rem;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      dl {
        display: flex;
        gap: var(--space-6);
      }
      dt {
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      dd {
        min-width: 4.5rem;
        font-weight: 600;
        white-space: nowrap;
      }
      .why {
        padding: 0 var(--space-4) var(--space-3);
        color: var(--text-3);
      }
      @media (max-width: 640px) {
        .card-head .muted {
          display: none;
        }
      }
      @media (max-width: 1100px) {
        .body {
          grid-template-columns: 1fr;
        }
        .switches button {
          flex: 1;
          min-width: 0;
        }
        dl {
          flex-wrap: wrap;
        }
      }
    `,
  ];

  @property({ attribute: false }) generator: Generator | null = null;
  @property({ type: Boolean }) systemRunning = false;
  @property({ attribute: false }) wantedRate: number | null = null;
  @property({ type: Boolean }) allowed = false;
  @property({ type: Boolean }) busy = false;

  override render() {
    return html`<section class="card" aria-label="Controls">
      <div class="card-head">
        <h2>Controls</h2>
        ${this.calendar()}
      </div>
      <div class="body">${this.switches()} ${this.slider()} ${this.field()} ${this.result()}</div>
      ${
        this.generator && !this.allowed
          ? html`<p class="why">
              Only an admin can start, stop or change the flow. You can watch it here.
            </p>`
          : nothing
      }
    </section>`;
  }

  private get locked(): boolean {
    return !this.allowed || !this.generator;
  }

  private calendar() {
    const { generator } = this;
    if (!generator) return nothing;
    return html`<span class="muted" title="The generator's own calendar">
      generated time ${dayAndTime(generator.calendar)} · ${percent(generator.message_share, 0)}
      messages
    </span>`;
  }

  private switches() {
    const generating = this.generator?.running ?? false;
    return html`<div class="switches">
      <button
        data-testid="btn-system"
        class=${this.systemRunning ? 'danger' : 'primary'}
        ?disabled=${this.locked || this.busy}
        @click=${() => emit(this, 'run-system', !this.systemRunning)}
      >
        ${icon(this.systemRunning ? 'stop' : 'play', '0.875rem')}
        ${this.systemRunning ? 'Stop system' : 'Start system'}
      </button>
      <button
        data-testid="btn-generator"
        ?disabled=${this.locked || this.busy || !this.systemRunning}
        title=${this.systemRunning ? '' : 'Start the system first'}
        @click=${() => emit(this, 'run-generator', !generating)}
      >
        ${icon(generating ? 'pause' : 'play', '0.875rem')}
        ${generating ? 'Pause generator' : 'Run generator'}
      </button>
    </div>`;
  }

  private get bounds(): [number, number] {
    return [Math.max(1, this.generator?.rate_min ?? 1), this.generator?.rate_max ?? 100_000];
  }

  private get target(): number {
    return this.wantedRate ?? this.generator?.rate ?? 1;
  }

  private slider() {
    const [min, max] = this.bounds;
    return html`<div class="slide">
      <input
        type="range"
        data-testid="rate-slider"
        aria-label="Generator rate, transactions per second"
        aria-valuetext="${exact(this.target)} transactions per second"
        min="0"
        max=${SLIDER_STEPS}
        step="1"
        .value=${String(positionOf(this.target, min, max))}
        ?disabled=${this.locked}
        @input=${(event: Event) => this.slid(event.target as HTMLInputElement)}
      />
      <div class="ticks num" aria-hidden="true">
        ${[0, 0.2, 0.4, 0.6, 0.8, 1].map(
          (share) => html`<span>${exact(rateAt(share * SLIDER_STEPS, min, max))}</span>`,
        )}
      </div>
    </div>`;
  }

  private slid(input: HTMLInputElement): void {
    emit(this, 'set-rate', rateAt(Number(input.value), ...this.bounds));
  }

  private field() {
    return html`<div class="typed">
      <input
        data-testid="rate-input"
        aria-label="Target rate"
        inputmode="numeric"
        .value=${String(this.target)}
        ?disabled=${this.locked}
        @change=${(event: Event) => this.typed(event.target as HTMLInputElement)}
      />
      <span>tx/s</span>
    </div>`;
  }

  private typed(input: HTMLInputElement): void {
    const wanted = typedRate(input.value, ...this.bounds);
    if (wanted === null) input.value = String(this.target);
    else emit(this, 'set-rate', wanted);
  }

  private result() {
    const achieved = this.generator?.achieved ?? null;
    return html`<dl>
      <div>
        <dt>Target</dt>
        <dd class="num">${exact(this.target)} /s</dd>
      </div>
      <div>
        <dt>Achieved</dt>
        <dd class="num">${rateText(achieved)} /s</dd>
      </div>
    </dl>`;
  }
}
