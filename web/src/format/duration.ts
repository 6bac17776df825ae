// Microseconds and spans of time as short text.
import type { Maybe } from './number';

const THIN_SPACE = '\u202f';

/** 38 -> "38 µs", 1240 -> "1.24 ms", 2500000 -> "2.50 s". */
export function micros(value: Maybe): string {
  if (value == null) return '–';
  if (value < 1000) return `${Math.round(value)}${THIN_SPACE}µs`;
  if (value < 1e6) return `${digits(value / 1e3)}${THIN_SPACE}ms`;
  return `${digits(value / 1e6)}${THIN_SPACE}s`;
}

/** The age of something: "now", "8 s", "3 min", "2 h", "5 d". */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${seconds}${THIN_SPACE}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${THIN_SPACE}min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}${THIN_SPACE}h`;
  return `${Math.floor(seconds / 86400)}${THIN_SPACE}d`;
}

const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
