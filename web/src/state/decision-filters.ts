// The filters of the decision search, as they stand in the address and in the request.
import { KINDS, LEVELS, OUTCOMES } from '../api/types';
import { entityFilter } from '../format/words';

export const FILTER_KEYS = [
  'level',
  'outcome',
  'kind',
  'entity',
  'text',
  'amount_min',
  'amount_max',
  'from',
  'to',
] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];
export type DecisionFilters = Partial<Record<FilterKey, string>>;

const VALUE_CHARS_MAX = 200;
const within = (allowed: readonly string[]) => (value: string) => allowed.includes(value);
const isAmount = (value: string) => /^\d{1,15}(\.\d{1,6})?$/.test(value);
const isTime = (value: string) => !Number.isNaN(Date.parse(value));
const isText = (value: string) => value.length <= VALUE_CHARS_MAX;

const accepts: Record<FilterKey, (value: string) => boolean> = {
  level: within(LEVELS),
  outcome: within(OUTCOMES),
  kind: within(KINDS),
  entity: isText,
  text: isText,
  amount_min: isAmount,
  amount_max: isAmount,
  from: isTime,
  to: isTime,
};

const asSent = (key: FilterKey, value: string) =>
  key === 'entity' ? entityFilter(value) : value;

/** Reads an address that anyone may have typed: what makes no sense is left out. */
export function filtersFromQuery(query: URLSearchParams): DecisionFilters {
  const filters: DecisionFilters = {};
  for (const key of FILTER_KEYS) {
    const value = query.get(key)?.trim();
    if (value && accepts[key](value)) filters[key] = asSent(key, value);
  }
  return filters;
}

export function filtersToQuery(filters: DecisionFilters): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of FILTER_KEYS) {
    const value = filters[key]?.trim();
    if (value) query.set(key, value);
  }
  return query;
}

export function withFilter(
  filters: DecisionFilters,
  key: FilterKey,
  value: string,
): DecisionFilters {
  const next = { ...filters };
  if (value.trim()) next[key] = asSent(key, value.trim());
  else delete next[key];
  return next;
}

export const isFilterValue = (key: FilterKey, value: string): boolean =>
  value.trim() === '' || accepts[key](value.trim());
