// A line the size of a word: the last minute of one number.
import { html, svg, type TemplateResult } from 'lit';

const WIDTH = 100;
const HEIGHT = 24;

export function sparkPath(values: number[]): string {
  if (values.length < 2) return '';
  const max = Math.max(...values, 1e-9);
  const step = WIDTH / (values.length - 1);
  const points = values.map((value, index) => {
    const y = HEIGHT - 1 - (value / max) * (HEIGHT - 2);
    return `${(index * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

export const sparkline = (values: number[], color: string): TemplateResult =>
  html`<svg
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    width="100%"
    height="24"
    style="height:1.25rem"
    aria-hidden="true"
  >
    ${svg`<path d=${sparkPath(values)} fill="none" stroke=${color} stroke-width="1.25"
    vector-effect="non-scaling-stroke"/>`}
  </svg>`;
