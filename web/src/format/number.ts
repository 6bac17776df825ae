// Counts, rates and shares as short text with a unit.

const exactFormat = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });
const SCALES: [number, string][] = [
  [1e12, 't'],
  [1e9, 'bn'],
  [1e6, 'm'],
  [1e3, 'k'],
];
/** What the server does not know is null, what has not come yet is undefined. */
export type Maybe = number | null | undefined;

const UNKNOWN = '–';
const THIN_SPACE = '\u202f';

export const exact = (value: Maybe): string =>
  value == null ? UNKNOWN : exactFormat.format(value);

/** 950 -> "950", 12400 -> "12.4 k", 3210000 -> "3.21 m". */
export function compact(value: Maybe): string {
  if (value == null) return UNKNOWN;
  const size = Math.abs(value);
  // 999 950 would round to "1000 k": let it take the next scale.
  const scale = SCALES.find(([unit]) => size >= unit * 0.9995);
  if (!scale) return trim(value, size < 10 ? 2 : size < 100 ? 1 : 0);
  const scaled = value / scale[0];
  return trim(scaled, decimalsFor(scaled)) + THIN_SPACE + scale[1];
}

/** Always the same number of decimals within a magnitude, so that live values do not jitter. */
export function rate(value: Maybe): string {
  if (value == null) return UNKNOWN;
  if (value >= 1000) return compact(value);
  return value.toFixed(value < 100 ? 1 : 0);
}

export function percent(share: Maybe, decimals = 2): string {
  if (share == null) return UNKNOWN;
  const value = share * 100;
  const digits = value !== 0 && value < 10 ? decimals : Math.max(0, decimals - 1);
  return `${value.toFixed(digits)}${THIN_SPACE}%`;
}

/** A probability never rounds to certainty. */
export function chance(probability: Maybe): string {
  if (probability != null && probability > 0.999 && probability < 1)
    return `over 99.9${THIN_SPACE}%`;
  if (probability != null && probability < 0.001 && probability > 0)
    return `under 0.1${THIN_SPACE}%`;
  return percent(probability, 1);
}

export function bytes(value: Maybe): string {
  if (value == null) return UNKNOWN;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${trim(size, unit === 0 ? 0 : decimalsFor(size))}${THIN_SPACE}${units[unit]}`;
}

/** A figure between 0 and 1, as the field writes it: 0.8812. */
export const figure = (value: Maybe, decimals = 3): string =>
  value == null ? UNKNOWN : value.toFixed(decimals);

export const signed = (value: number, decimals = 2): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`;

export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? part / whole : null;

function decimalsFor(scaled: number): number {
  const size = Math.abs(scaled);
  return size < 10 ? 2 : size < 100 ? 1 : 0;
}

const trim = (value: number, decimals: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(decimals);
