// A slider position 0…1000 <-> a rate, evenly spread over the powers of ten.

export const SLIDER_STEPS = 1000;

export function rateAt(position: number, min: number, max: number): number {
  const share = clamp(position / SLIDER_STEPS, 0, 1);
  return clamp(roundToTwoDigits(min * (max / min) ** share), min, max);
}

export function positionOf(rate: number, min: number, max: number): number {
  const bounded = clamp(rate, min, max);
  return Math.round((Math.log(bounded / min) / Math.log(max / min)) * SLIDER_STEPS);
}

/** What somebody typed into the field -> a permitted whole rate, or null. */
export function typedRate(typed: string, min: number, max: number): number | null {
  const value = Number(typed.replaceAll(/[\s,_]/g, ''));
  if (typed.trim() === '' || !Number.isFinite(value)) return null;
  return clamp(Math.round(value), min, max);
}

/** 1, 1.1, … 9.9, 10, 11 … keeps the numbers that a hand can hit readable. */
function roundToTwoDigits(value: number): number {
  if (value < 10) return Math.round(value);
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));
