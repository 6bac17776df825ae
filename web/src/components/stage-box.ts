// One stage of the pipeline: its state in word, shape and colour, and its live numbers.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Stage, StageState } from '../api/types';
import { micros } from '../format/duration';
import { bytes, compact, exact, percent, rate, shareOf } from '../format/number';
import { stageName, stageWord } from '../format/words';
import { icon, type IconName } from './icons';

const stateIcon: Record<StageState, IconName> = {
  ok: 'check',
  idle: 'pause',
  slow: 'warn',
  down: 'cross',
};

export function stageState(state: StageState): TemplateResult {
  return html`<span class="state ${state}"
    >${icon(stateIcon[state], '0.75rem')}${stageWord[state]}</span
  >`;
}

export function queueFill(stage: Stage): number | null {
  if (stage.depth === null || stage.capacity === null) return null;
  return shareOf(stage.depth, stage.capacity);
}

export function queueWords(stage: Stage): string {
  if (stage.depth === null) return '–';
  const show = stage.role === 'log' ? bytes : compact;
  return stage.capacity === null
    ? show(stage.depth)
    : `${show(stage.depth)} / ${show(stage.capacity)}`;
}

/** `full`: every number; otherwise name, state, rate and the one number that tells of trouble. */
export function stageBox(stage: Stage, full: boolean): TemplateResult {
  return html`<div
    class="stage ${stage.state}"
    data-testid="stage-${stage.id}"
    title=${hint(stage)}
  >
    <div class="top">
      <strong>${stageName(stage.id)}</strong>${full ? stageState(stage.state) : nothing}
    </div>
    <div class="rate"><b class="num">${rate(stage.rate)}</b> <span>/s</span></div>
    ${full ? facts(stage) : shortFact(stage)}
  </div>`;
}

const hint = (stage: Stage): string =>
  `${stageName(stage.id)}: ${exact(stage.total)} in all, lag ${exact(stage.lag)} events, ` +
  `queue ${queueWords(stage)}`;

const shortFact = (stage: Stage): TemplateResult =>
  html`<div class="fact num">
    ${stageState(stage.state)}
    <span
      >${stage.lag === null ? `${compact(stage.total)} in all` : `lag ${compact(stage.lag)}`}</span
    >
  </div>`;

function facts(stage: Stage): TemplateResult {
  const pairs: [string, string, boolean][] = [
    ['In all', compact(stage.total), stage.role === 'source'],
    ['Lag', `${compact(stage.lag)} events`, stage.lag !== null],
    [
      'Batch',
      `${compact(stage.batch_mean)}, max ${compact(stage.batch_max)}`,
      stage.batch_mean !== null,
    ],
    [
      'p50, p99',
      `${micros(stage.latency_us_p50)}, ${micros(stage.latency_us_p99)}`,
      stage.latency_us_p50 !== null,
    ],
  ];
  const fill = queueFill(stage);
  return html`<dl>
    ${pairs
      .filter(([, , known]) => known)
      .map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd class="num">${value}</dd>`,
      )}
    ${fill === null ? nothing : meter(stage, fill)}
  </dl>`;
}

const meter = (stage: Stage, fill: number) =>
  html`<dt>${stage.role === 'log' ? 'Ring' : 'Queue'}</dt>
    <dd class="meter num" title=${queueWords(stage)}>
      <span><i style="width:${Math.min(100, Math.max(fill * 100, fill > 0 ? 1 : 0))}%"></i></span>
      ${percent(fill, 1)}
    </dd>`;

export const stageStyles = css`
  .stage {
    min-width: 0;
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--border);
    border-left: 3px solid var(--border-strong);
    border-radius: var(--radius-2);
    background: var(--surface);
  }
  .stage.ok {
    border-left-color: var(--ok);
  }
  .stage.slow {
    border-left-color: var(--warn);
    background: var(--warn-soft);
  }
  .stage.down {
    border-left-color: var(--bad);
    background: var(--bad-soft);
  }
  .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    white-space: nowrap;
  }
  .top strong {
    overflow: hidden;
    text-overflow: ellipsis;
    font-size: var(--size-md);
    font-weight: 600;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 0.1875rem;
    color: var(--text-3);
    font-size: var(--size-xs);
    font-weight: 600;
  }
  .state.ok {
    color: var(--ok);
  }
  .state.slow {
    color: var(--warn);
  }
  .state.down {
    color: var(--bad);
  }
  .rate b {
    font-size: var(--size-lg);
    font-weight: 600;
  }
  .rate span,
  .fact {
    color: var(--text-3);
    font-size: var(--size-sm);
  }
  .fact {
    display: grid;
    white-space: nowrap;
  }
  .stage dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 var(--space-2);
    margin: var(--space-1) 0 0;
    font-size: var(--size-sm);
  }
  .stage dt {
    color: var(--text-3);
  }
  .stage dd {
    margin: 0;
    overflow: hidden;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .stage dd.meter {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  .meter span {
    flex: 1;
    height: 0.3125rem;
    overflow: hidden;
    border-radius: 2px;
    background: var(--surface-3);
  }
  .meter i {
    display: block;
    height: 100%;
    background: var(--series-2);
  }
  .slow .meter i {
    background: var(--warn);
  }
`;
