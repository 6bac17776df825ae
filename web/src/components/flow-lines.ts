// Curves that join the stages of the pipeline; dashes run along them at a speed given by the rate.
import { css, html, svg, type TemplateResult } from 'lit';

export interface Flow {
  from: number;
  to: number;
  rate: number;
}

/** Seconds that a dash takes for its own length. Few steps, so that the motion does not restart. */
export function dashSeconds(rate: number): number {
  if (rate <= 0) return 0;
  const magnitude = Math.min(5, Math.floor(Math.log10(Math.max(1, rate))));
  return [1.6, 1.1, 0.75, 0.5, 0.35, 0.25][magnitude] ?? 1.6;
}

function curve({ from, to, rate }: Flow): TemplateResult {
  const path = `M0 ${from}C50 ${from} 50 ${to} 100 ${to}`;
  const seconds = dashSeconds(rate);
  return svg`<path class="track" d=${path}></path>
    ${seconds > 0 ? svg`<path class="flow" style="animation-duration:${seconds}s" d=${path}></path>` : ''}`;
}

/** Heights in percent of the column. */
export const flowLines = (flows: Flow[]): TemplateResult =>
  html`<svg class="flows" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
    ${flows.map(curve)}
  </svg>`;

/** Even heights for `count` boxes in a column. */
export const heights = (count: number): number[] =>
  Array.from({ length: count }, (_unused, index) => ((index + 0.5) / count) * 100);

export const flowStyles = css`
  .flows {
    width: 100%;
    height: 100%;
    min-height: 1.25rem;
    overflow: visible;
  }
  .flows path {
    fill: none;
    vector-effect: non-scaling-stroke;
  }
  .track {
    stroke: var(--border-strong);
    stroke-width: 1.5;
  }
  .flow {
    stroke: var(--flow);
    stroke-width: 3;
    stroke-linecap: round;
    stroke-dasharray: 1 13;
    animation: run 1s linear infinite;
    animation-play-state: var(--flow-state, running);
  }
  @keyframes run {
    to {
      stroke-dashoffset: -14;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .flow {
      animation: none;
    }
  }
`;
