// The slider of the rate.
import { describe, expect, it } from 'vitest';
import { positionOf, rateAt, SLIDER_STEPS, typedRate } from '../../src/state/log-scale';

const MAX = 100_000;

describe('log slider', () => {
  it('reaches both ends exactly', () => {
    expect(rateAt(0, 1, MAX)).toBe(1);
    expect(rateAt(SLIDER_STEPS, 1, MAX)).toBe(MAX);
    expect(positionOf(1, 1, MAX)).toBe(0);
    expect(positionOf(MAX, 1, MAX)).toBe(SLIDER_STEPS);
  });

  it('gives each power of ten the same way', () => {
    expect([1, 2, 3, 4].map((fifth) => rateAt(fifth * 200, 1, MAX))).toEqual([
      10, 100, 1000, 10_000,
    ]);
  });

  it('never falls while the hand moves right, and gives whole rates', () => {
    let before = 0;
    for (let position = 0; position <= SLIDER_STEPS; position++) {
      const rate = rateAt(position, 1, MAX);
      expect(rate).toBeGreaterThanOrEqual(before);
      expect(Number.isInteger(rate)).toBe(true);
      before = rate;
    }
  });

  it('comes back to where it was set', () => {
    for (const rate of [1, 10, 55, 200, 1500, 42_000, MAX]) {
      const back = rateAt(positionOf(rate, 1, MAX), 1, MAX);
      expect(Math.abs(back - rate) / rate).toBeLessThan(0.03);
    }
  });

  it('keeps rates outside of the range at its ends', () => {
    expect(positionOf(0, 1, MAX)).toBe(0);
    expect(rateAt(5000, 1, MAX)).toBe(MAX);
  });

  it('reads what people type', () => {
    expect(typedRate('1,500', 1, MAX)).toBe(1500);
    expect(typedRate(' 2 000 ', 1, MAX)).toBe(2000);
    expect(typedRate('999999999', 1, MAX)).toBe(MAX);
    expect(typedRate('0', 1, MAX)).toBe(1);
    expect(typedRate('many', 1, MAX)).toBeNull();
    expect(typedRate('', 1, MAX)).toBeNull();
  });
});
