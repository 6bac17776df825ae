// Money arrives as decimal text and is shown without passing through binary floating point.
import type { Money } from '../api/types';
import { compact } from './number';

/** "1250.00", "EUR" -> "EUR 1,250.00" */
export function moneyExact(amount: string | null, currency: string | null): string {
  if (amount === null) return '–';
  const [whole = '0', fraction] = amount.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = amount.startsWith('-') ? '−' : '';
  const value = fraction ? `${sign}${grouped}.${fraction}` : sign + grouped;
  return currency ? `${currency}\u00a0${value}` : value;
}

/** Only for glances: rounded, so a float is good enough. The exact value goes into the title. */
export const moneyCompact = (money: Money): string =>
  `${money.currency}\u00a0${compact(Math.round(Number(money.amount)))}`;

/** The largest sum first; every sum in full for the title. */
export function heldSummary(sums: Money[]): { headline: string; all: string; rest: number } {
  const sorted = [...sums].sort((a, b) => Number(b.amount) - Number(a.amount));
  const first = sorted[0];
  return {
    headline: first ? moneyCompact(first) : '0',
    all: sorted.map((sum) => moneyExact(sum.amount, sum.currency)).join('\n') || 'Nothing held',
    rest: Math.max(0, sorted.length - 1),
  };
}
