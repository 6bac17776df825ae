// The pipeline as a picture: sources -> event log -> engine -> sinks, with live numbers.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Stage, StageRole } from '../api/types';
import { type Flow, flowLines, flowStyles, heights } from './flow-lines';
import { base, card } from './shared-styles';
import { stageBox, stageStyles } from './stage-box';

@customElement('sk-pipeline')
export class PipelineView extends LitElement {
  static override styles = [
    base,
    card,
    flowStyles,
    stageStyles,
    css`
      .map {
        display: grid;
        grid-template-columns: 1fr 0.35fr 1fr 0.35fr 1fr 0.35fr 1fr;
        align-items: center;
        padding: 0 var(--space-4) var(--space-4);
      }
      .column {
        display: grid;
        align-self: stretch;
        align-items: center;
        grid-auto-rows: 1fr;
        gap: var(--space-2);
      }
      .column.single .stage {
        box-shadow: var(--shadow-1);
      }
      .joint {
        align-self: stretch;
      }
      /* Compact: the boxes of one role stand side by side in one row, joined by straight lines. */
      .compact .map {
        grid-template-columns: 3fr 0.25fr 1fr 0.25fr 1fr 0.25fr 3fr;
      }
      .compact .column {
        grid-auto-rows: auto;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
      }
      .compact .stage {
        padding: var(--space-2);
      }
      .note {
        color: var(--text-3);
      }
      .skeleton {
        height: 4.25rem;
        margin: 0 var(--space-4) var(--space-4);
      }
      @media (max-width: 1000px) {
        .map,
        .compact .map {
          grid-template-columns: 1fr;
        }
        .joint {
          height: 1.25rem;
        }
        .joint svg {
          width: 1.25rem;
          height: 1.25rem;
          margin: auto;
          transform: rotate(90deg);
        }
        .column,
        .compact .column {
          grid-auto-flow: row;
          grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
          grid-auto-rows: auto;
        }
        .compact .column {
          grid-template-columns: repeat(auto-fit, minmax(6.25rem, 1fr));
        }
        .note {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) stages: Stage[] = [];
  @property({ type: Boolean }) compact = false;
  @property({ attribute: false }) controls: TemplateResult | typeof nothing = nothing;

  override render() {
    return html`<section
      class="card ${this.compact ? 'compact' : ''}"
      data-testid="pipeline"
      aria-label="Live pipeline"
    >
      <div class="card-head">
        <h2>Pipeline</h2>
        <span class="note">events per second, in → log → decisions → out</span>
        <span class="grow"></span>${this.controls}
      </div>
      ${this.stages.length === 0 ? html`<span class="skeleton"></span>` : this.map()}
    </section>`;
  }

  private map() {
    const sources = this.of('source');
    const engine = this.of('engine');
    const sinks = this.of('sink');
    return html`<div class="map">
      ${this.column(sources)} ${this.joint(this.fanIn(sources))} ${this.column(this.of('log'))}
      ${this.joint([{ from: 50, to: 50, rate: rateOf(engine) }])} ${this.column(engine)}
      ${this.joint(this.fanOut(sinks))} ${this.column(sinks)}
    </div>`;
  }

  private of(role: StageRole): Stage[] {
    return this.stages.filter((stage) => stage.role === role);
  }

  private column(stages: Stage[]) {
    return html`<div class="column ${stages.length === 1 ? 'single' : ''}">
      ${stages.map((stage) => stageBox(stage, !this.compact))}
    </div>`;
  }

  private joint(flows: Flow[]) {
    return html`<div class="joint">${flowLines(flows)}</div>`;
  }

  private fanIn(stages: Stage[]): Flow[] {
    if (this.compact) return [{ from: 50, to: 50, rate: rateOf(stages) }];
    const at = heights(stages.length);
    return stages.map((stage, index) => ({ from: at[index] ?? 50, to: 50, rate: stage.rate ?? 0 }));
  }

  private fanOut(stages: Stage[]): Flow[] {
    return this.fanIn(stages).map(({ from, to, rate }) => ({ from: to, to: from, rate }));
  }
}

const rateOf = (stages: Stage[]): number =>
  stages.reduce((sum, stage) => sum + (stage.rate ?? 0), 0);
