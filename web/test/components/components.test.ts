// The pure parts of the components.
import { describe, expect, it } from 'vitest';
import { why } from '../../src/components/decision-line';
import { dashSeconds, heights } from '../../src/components/flow-lines';
import { sparkPath } from '../../src/components/sparkline';
import { queueFill, queueWords } from '../../src/components/stage-box';
import { row, stats } from '../samples';

describe('flow lines', () => {
  it('run faster with the rate and stand still without it', () => {
    const seconds = [1, 10, 100, 1000, 10_000, 100_000].map(dashSeconds);
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
    expect(new Set(seconds).size).toBe(6);
    expect(dashSeconds(0)).toBe(0);
    expect(dashSeconds(1e9)).toBe(seconds[5]);
  });

  it('start in the middle of their boxes', () => {
    expect(heights(1)).toEqual([50]);
    expect(heights(4)).toEqual([12.5, 37.5, 62.5, 87.5]);
  });
});

describe('main reason of a row', () => {
  const calm = { code: 'c', text: 'Known terminal', contribution: -0.4 };
  const part = { primary_reason: calm.text, reasons: [calm] };

  it('is left out where it only says that all is well', () => {
    expect(why(row('a', { ...part, outcome: 'approve' }))).toBe('Nothing unusual');
    expect(why(row('a', { ...part, outcome: 'decline' }))).toBe('Known terminal');
    expect(why(row('a', { primary_reason: null, outcome: 'approve' }))).toBe('Nothing unusual');
  });
});

describe('sparkline', () => {
  it('is empty for less than two values and finite for zeros', () => {
    expect(sparkPath([1])).toBe('');
    expect(sparkPath([0, 0])).not.toContain('NaN');
    expect(sparkPath([0, 2])).toBe('M0.0 23.0L100.0 1.0');
  });
});

describe('stage queue', () => {
  const stage = stats(0).stages[0] as ReturnType<typeof stats>['stages'][number];

  it('is written with its limit, and in bytes for the log', () => {
    const half = { ...stage, depth: 32768 };
    expect(queueFill(half)).toBe(0.5);
    expect(queueWords({ ...half, role: 'log' }).replaceAll('\u202f', ' ')).toBe('32 KiB / 64 KiB');
  });

  it('is unknown where the stage has none', () => {
    expect(queueFill({ ...stage, depth: null })).toBeNull();
    expect(queueWords({ ...stage, depth: null })).toBe('–');
  });
});
