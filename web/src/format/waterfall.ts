// Base value and contributions as steps that add up to the log-odds.
import type { Reason } from '../api/types';

export interface Step {
  code: string;
  text: string;
  /** Log-odds; what a rule says has none. */
  value: number;
  /** Left and right end on a shared scale, 0 to 1. */
  from: number;
  to: number;
}

export interface Waterfall {
  steps: Step[];
  /** Where even odds, the base and the sum stand on the scale, 0 to 1. */
  zero: number;
  base: number;
  total: number;
}

/** Rounding of the reasons, which travel as single precision. */
const REST_MIN = 0.005;

/** Starts at the base; what the reasons leave open up to `total` becomes a step of its own. */
export function waterfall(base: number, reasons: Reason[], total: number): Waterfall {
  const told = reasons.flatMap(({ code, text, contribution }) =>
    contribution === null || Math.abs(contribution) < REST_MIN
      ? []
      : [{ code, text, value: contribution }],
  );
  const sum = told.reduce((all, { value }) => all + value, base);
  const rest = total - sum;
  if (Math.abs(rest) >= REST_MIN) told.push({ code: 'rest', text: 'Everything else', value: rest });
  const ends = told.reduce<number[]>(
    (all, { value }) => [...all, (all.at(-1) as number) + value],
    [base],
  );
  const low = Math.min(0, ...ends);
  const span = Math.max(0, ...ends) - low || 1;
  const place = (value: number) => (value - low) / span;
  const steps = told.map((each, index) => {
    const [a, b] = [place(ends[index] as number), place(ends[index + 1] as number)];
    return { ...each, from: Math.min(a, b), to: Math.max(a, b) };
  });
  return { steps, zero: place(0), base: place(base), total: place(ends.at(-1) as number) };
}

/** The probability that the log-odds stand for, before any calibration. */
export const probabilityOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));
