// Base and contributions add up to the log-odds.
import { describe, expect, it } from 'vitest';
import { probabilityOf, waterfall } from '../../src/format/waterfall';

const reason = (code: string, contribution: number | null) => ({ code, text: code, contribution });

describe('waterfall', () => {
  it('goes from the base over each reason to the sum', () => {
    const { steps, zero, base, total } = waterfall(-4, [reason('a', 6), reason('b', -1)], 1);
    expect(steps.map(({ code, value }) => [code, value])).toEqual([
      ['a', 6],
      ['b', -1],
    ]);
    // On a scale from −4 to 2.
    expect(base).toBe(0);
    expect(zero).toBeCloseTo(4 / 6);
    expect(steps[0]).toMatchObject({ from: 0, to: 1 });
    expect(steps[1]?.from).toBeCloseTo(5 / 6);
    expect(total).toBeCloseTo(5 / 6);
  });

  it('names what the reasons leave open', () => {
    const { steps } = waterfall(-4, [reason('a', 6)], 1.5);
    expect(steps.at(-1)).toMatchObject({ text: 'Everything else', value: -0.5 });
    expect(waterfall(-4, [reason('a', 6.0001)], 2).steps).toHaveLength(1);
  });

  it('leaves out what carries no weight', () => {
    const { steps } = waterfall(0, [reason('blocked', null), reason('tiny', 0.001)], 0);
    expect(steps).toEqual([]);
  });

  it('stays finite where nothing moves', () => {
    expect(waterfall(0, [], 0)).toEqual({ steps: [], zero: 0, base: 0, total: 0 });
  });

  it('knows the probability behind log-odds', () => {
    expect(probabilityOf(0)).toBe(0.5);
    expect(probabilityOf(7.113)).toBeCloseTo(0.99919, 4);
  });
});
