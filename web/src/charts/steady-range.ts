// An axis end that does not jump: it grows at once and shrinks only when far too large.

const STEPS = [1, 2, 4, 6, 8, 10];

/** The next round number at or above `value`. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((each) => each * unit >= value * 0.999999) ?? 10;
  return step * unit;
}

export function steadyMax(current: number, dataMax: number): number {
  const needed = roundUp(dataMax * 1.05);
  if (needed > current) return needed;
  return needed * 2.5 < current ? needed : current;
}
