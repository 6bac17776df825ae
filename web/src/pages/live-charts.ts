// The three charts over time that Overview and Streaming show.
import { html, type TemplateResult } from 'lit';
import '../charts/live-chart';
import { buckets, line, type Series } from '../charts/series';
import type { Point } from '../api/types';
import { micros } from '../format/duration';
import { compact } from '../format/number';
import type { AppContext } from '../state/app-context';

export function fraudChart(app: AppContext): TemplateResult {
  const series: Series[] = [
    {
      id: 'flagged',
      label: 'Flagged',
      color: '--risk-high',
      data: buckets(points(app), (p) => p.flagged),
    },
    {
      id: 'critical',
      label: 'Critical',
      color: '--risk-critical',
      data: buckets(points(app), (p) => p.critical),
    },
  ];
  return html`<sk-chart
    class="card"
    heading="Fraud trend"
    unit="per 10 s"
    question="Is fraud rising? Reviewed or declined, and critical, in the last ten minutes."
    kind="bar"
    theme=${app.theme.shown}
    .series=${series}
    .nowMs=${nowOf(app)}
    .formatY=${compact}
  ></sk-chart>`;
}

export function throughputChart(app: AppContext): TemplateResult {
  const series: Series[] = [
    {
      id: 'rate',
      label: 'Decisions',
      color: '--series-1',
      fill: true,
      data: line(points(app), (p) => p.decisions),
    },
  ];
  return html`<sk-chart
    class="card"
    heading="Throughput"
    unit="decisions /s"
    question="How much flows, in the last ten minutes?"
    theme=${app.theme.shown}
    .series=${series}
    .nowMs=${nowOf(app)}
    .formatY=${compact}
  ></sk-chart>`;
}

export function latencyChart(app: AppContext): TemplateResult {
  const series: Series[] = [
    { id: 'p50', label: 'Median', color: '--series-2', data: line(points(app), (p) => p.p50_us) },
    { id: 'p99', label: 'p99', color: '--series-3', data: line(points(app), (p) => p.p99_us) },
  ];
  return html`<sk-chart
    class="card"
    heading="Decision time"
    unit="median, p99"
    question="How long does a decision take, in the last ten minutes?"
    theme=${app.theme.shown}
    .series=${series}
    .nowMs=${nowOf(app)}
    cutPeaks
    .formatY=${roundMicros}
  ></sk-chart>`;
}

/** "5.00 ms" -> "5 ms": axis ends are round. */
const roundMicros = (value: number): string =>
  value === 0 ? '0' : micros(value).replace(/\.0+(?=\D)|(?<=\.\d)0+(?=\D)/, '');

const points = (app: AppContext): Point[] => app.live.value.history;

/** The right end of the time axis: the newest data, so that no gap opens and closes. */
function nowOf(app: AppContext): number {
  const last = points(app).at(-1);
  return last ? Date.parse(last.time) : app.live.serverNowMs();
}
