// The parts of Chart.js that the live charts use, registered once, and their fixed options.
import {
  BarController,
  BarElement,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { age } from '../format/duration';
import { clock } from '../format/time';
import { rootFontPx, thin, tokenColor } from './palette';
import type { Series } from './series';

Chart.register(
  BarController,
  BarElement,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export type ChartKind = 'line' | 'bar';

/** Every axis end that steady-range.ts gives divides by four into short numbers. */
const Y_STEPS = 4;

export interface Look {
  kind: ChartKind;
  formatY: (value: number) => string;
}

export function createChart(canvas: HTMLCanvasElement, look: Look): Chart {
  const config = {
    type: look.kind,
    data: { datasets: [] },
    options: options(look),
  } as ChartConfiguration;
  return new Chart(canvas, config);
}

function options(look: Look): ChartOptions {
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false, axis: 'x' },
    layout: { padding: { top: 4, right: 6 } },
    scales: { x: timeAxis(), y: valueAxis(look) },
    plugins: { tooltip: tooltip(look) },
  };
}

/** Written as the distance from now: fixed places, so the axis stands still while data moves. */
function timeAxis() {
  return {
    type: 'linear' as const,
    offset: false,
    grid: { display: false },
    border: { display: false },
    ticks: {
      align: 'inner' as const,
      maxRotation: 0,
      callback(this: { max: number }, value: number | string) {
        const distance = this.max - Number(value);
        return distance < 1000 ? 'now' : `−${age(distance)}`;
      },
    },
  };
}

function valueAxis(look: Look) {
  return {
    type: 'linear' as const,
    min: 0,
    border: { display: false },
    ticks: {
      maxTicksLimit: 6,
      callback: (value: number | string) => look.formatY(Number(value)),
    },
  };
}

function tooltip(look: Look) {
  return {
    displayColors: true,
    boxWidth: 8,
    boxHeight: 8,
    padding: 8,
    callbacks: {
      title: (items: { parsed: { x: number | null } }[]) => clock(items[0]?.parsed.x ?? null),
      label: (item: { dataset: { label?: string }; parsed: { y: number | null } }) =>
        ` ${item.dataset.label}: ${item.parsed.y === null ? '–' : look.formatY(item.parsed.y)}`,
    },
  };
}

export function toDataset(
  host: HTMLElement,
  kind: ChartKind,
  series: Series,
  hidden: boolean,
  index: number,
) {
  const color = tokenColor(host, series.color);
  // The lowest order is drawn last: later series lie on top of earlier ones.
  const shared = { label: series.label, data: series.data, hidden, order: -index };
  const bar = { backgroundColor: color, grouped: false, barPercentage: 0.9, borderRadius: 1 };
  const stroke = {
    borderColor: color,
    backgroundColor: thin(color, 0.12),
    fill: series.fill ?? false,
    borderWidth: 1.5,
    pointRadius: 0,
    pointHitRadius: 8,
    spanGaps: true,
  };
  return { ...shared, ...(kind === 'bar' ? bar : stroke) } as ChartDataset;
}

/** Colours and letter sizes that follow the theme and the screen. */
export function applyTheme(host: HTMLElement, chart: Chart): void {
  const font = { size: rootFontPx() * 0.6875, family: getComputedStyle(host).fontFamily };
  const text = tokenColor(host, '--text-3');
  for (const axis of ['x', 'y']) {
    const scale = chart.options.scales?.[axis];
    if (scale?.ticks) Object.assign(scale.ticks, { color: text, font });
    if (scale?.grid) scale.grid.color = tokenColor(host, '--grid');
  }
  Object.assign(chart.options.plugins?.tooltip ?? {}, {
    backgroundColor: tokenColor(host, '--text'),
    titleColor: tokenColor(host, '--surface'),
    bodyColor: tokenColor(host, '--surface'),
    titleFont: font,
    bodyFont: font,
  });
}

export interface TimeWindow {
  nowMs: number;
  spanMs: number;
}

export function setWindow(chart: Chart, { nowMs, spanMs }: TimeWindow, yMax: number): void {
  const x = chart.options.scales?.x;
  Object.assign(x ?? {}, { min: nowMs - spanMs, max: nowMs });
  Object.assign(x?.ticks ?? {}, { stepSize: spanMs / 2 });
  const y = chart.options.scales?.y;
  if (!y) return;
  y.max = yMax;
  Object.assign(y.ticks ?? {}, { stepSize: yMax / Y_STEPS });
}
