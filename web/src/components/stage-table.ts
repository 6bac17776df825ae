// The table behind the pipeline picture: every number of every stage.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Stage } from '../api/types';
import { micros } from '../format/duration';
import { compact, exact, percent, rate } from '../format/number';
import { stageName } from '../format/words';
import { base, card, dataTable } from './shared-styles';
import { queueFill, queueWords, stageState, stageStyles } from './stage-box';

@customElement('sk-stage-table')
export class StageTable extends LitElement {
  static override styles = [
    base,
    card,
    dataTable,
    stageStyles,
    css`
      .scroll {
        overflow-x: auto;
      }
    `,
  ];

  @property({ attribute: false }) stages: Stage[] = [];

  override render() {
    return html`<section class="card" aria-label="Stages in numbers">
      <div class="card-head">
        <h2>Stages</h2>
        <span class="muted">the same in numbers</span>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Table of stages">
        <table>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">State</th>
              ${[
                'Rate /s',
                'In all',
                'Lag, events',
                'Queue',
                'Fill',
                'Batch mean',
                'Batch max',
                'p50',
                'p99',
              ].map((name) => html`<th scope="col" class="right">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.stages.map((stage) => row(stage))}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}

function row(stage: Stage) {
  const cells = [
    rate(stage.rate),
    exact(stage.total),
    exact(stage.lag),
    queueWords(stage),
    percent(queueFill(stage), 1),
    compact(stage.batch_mean),
    compact(stage.batch_max),
    micros(stage.latency_us_p50),
    micros(stage.latency_us_p99),
  ];
  return html`<tr>
    <td>${stageName(stage.id)}</td>
    <td>${stageState(stage.state)}</td>
    ${cells.map((cell) => html`<td class="right">${cell}</td>`)}
  </tr>`;
}
