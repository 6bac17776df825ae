// What a model's file says of its making, in words: data, parameters, metrics, and a short card.
import type { Metrics, ModelState, ModelVersion, Scalar, Summary } from '../api/model-types';
import type { Kind, ModelRef } from '../api/types';
import { exact, percent } from './number';
import { dayAndTime } from './time';

export const aboutWord: Record<Kind, string> = {
  transaction: 'Transactions',
  message: 'Messages',
};

export const modelStateWord: Record<ModelState, string> = {
  champion: 'Champion',
  challenger: 'Challenger',
  monitor: 'Monitor',
  standby: 'Standby',
};

const kinds: Record<string, string> = {
  gradient_boosted_trees: 'Gradient-boosted trees',
  linear_text: 'A linear text model',
  isolation_forest: 'An isolation forest',
};

const modelKind = (kind: string): string => kinds[kind] ?? `Model: ${kind.replaceAll('_', ' ')},`;

export const modelName = ({ id, version }: ModelRef): string =>
  version === null ? id : `${id} version ${version}`;

/** What rolling back does: it names the version, and the model where that is another. */
export const rollbackVerb = (model: ModelRef, before: ModelRef): string =>
  `Roll back to ${before.id === model.id ? `version ${before.version}` : modelName(before)}`;

type Unit = 'share' | 'figure' | 'count';

/** The metrics that are shown, most telling first. */
const METRICS: [name: string, words: string, unit: Unit][] = [
  ['auc', 'AUC', 'figure'],
  ['average_precision', 'Average precision', 'figure'],
  ['precision', 'Precision', 'share'],
  ['recall', 'Recall', 'share'],
  ['f1', 'F1', 'figure'],
  ['false_positive_rate', 'False positive rate', 'share'],
  ['accuracy', 'Accuracy', 'share'],
  ['recall_at_fpr_05', 'Recall at 0.5\u202f% false positives', 'share'],
  ['recall_at_fpr_1', 'Recall at 1\u202f% false positives', 'share'],
  ['recall_at_fpr_2', 'Recall at 2\u202f% false positives', 'share'],
  ['fpr_at_recall_95', 'False positives at 95\u202f% recall', 'share'],
  ['events', 'Events', 'count'],
  ['frauds', 'Frauds', 'count'],
];

function figureText(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  if (unit === 'share') return percent(value, 2);
  return unit === 'figure' ? value.toFixed(4) : exact(value);
}

/** The few by which versions are compared at a glance. */
const MAIN = ['auc', 'average_precision', 'precision', 'recall'];

export const mainMetrics = (metrics: Metrics | null): [words: string, value: string][] =>
  metricRows(metrics).flatMap(({ name, words, values }): [string, string][] =>
    MAIN.includes(name) ? [[words, values[0] ?? '–']] : [],
  );

export interface MetricRow {
  name: string;
  words: string;
  values: string[];
}

/** One row for each metric that at least one of the tables has. */
export function metricRows(...tables: (Metrics | null)[]): MetricRow[] {
  return METRICS.filter(([name]) => tables.some((table) => table?.[name] != null)).map(
    ([name, words, unit]) => ({
      name,
      words,
      values: tables.map((table) => figureText(table?.[name] ?? null, unit)),
    }),
  );
}

/** The table of that name, its numbers only. */
export function metricsIn(summary: Summary, name: string): Metrics | null {
  const found = summary[name];
  if (typeof found !== 'object' || found === null) return null;
  const numbers = Object.entries(found).filter((pair) => typeof pair[1] === 'number');
  return numbers.length ? (Object.fromEntries(numbers) as Metrics) : null;
}

/** Told in the card; the other plain values are parameters. */
const TOLD = [
  'data',
  'examples',
  'frauds',
  'scams',
  'updated_with',
  'trained_at',
  'trained_by',
  'card',
];

export function parameters(summary: Summary): [name: string, value: string][] {
  return Object.entries(summary).flatMap(([name, value]): [string, string][] =>
    TOLD.includes(name) || typeof value === 'object'
      ? []
      : [[name.replaceAll('_', ' '), scalarText(value)]],
  );
}

const scalarText = (value: Scalar): string =>
  typeof value === 'number'
    ? exact(value)
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : String(value);

/** The sentences of a model card, as far as the file tells. */
export function cardSentences({ kind, about, training: summary }: ModelVersion): string[] {
  const number = (name: string) =>
    typeof summary[name] === 'number' ? exact(summary[name] as number) : null;
  const words = (name: string) =>
    typeof summary[name] === 'string' ? (summary[name] as string) : null;
  const bad = number('frauds') ?? number('scams');
  const what = about === 'message' ? 'messages' : 'payments';
  const badWord = about === 'message' ? 'scams' : 'frauds';
  const examples = number('examples');
  const moved = summary.moved_from;
  const from = typeof moved === 'object' && moved !== null ? moved.version : null;
  const added = number('updated_with');
  const at = words('trained_at');
  const by = words('trained_by');
  return [
    `${modelKind(kind)} for ${what}.`,
    examples && `It learned from ${examples} ${what}${bad ? `, ${bad} of them ${badWord}` : ''}.`,
    words('data') && `Data: ${words('data')}.`,
    (added || from != null) &&
      `It was moved on${from == null ? '' : ` from version ${exact(Number(from))}`}` +
        `${added ? ` with ${added} of your own examples` : ''}.`,
    at && `Trained ${dayAndTime(at)}${by ? ` by ${by}` : ''}.`,
    words('card'),
  ].filter((sentence): sentence is string => Boolean(sentence));
}
