// The hint that a browser has signed in before.
import { describe, expect, it } from 'vitest';
import { sessionTrace } from '../../src/state/session-trace';

function shelf() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('the trace of a session', () => {
  it('comes and goes, and holds nothing that opens one', () => {
    const one = shelf();
    const trace = sessionTrace(() => one);
    expect(trace.isThere()).toBe(false);
    trace.leave(true);
    expect(trace.isThere()).toBe(true);
    expect([...one.kept.values()]).toEqual(['yes']);
    trace.leave(false);
    expect(trace.isThere()).toBe(false);
  });

  it('is taken to be there where the browser keeps nothing', () => {
    const trace = sessionTrace(() => {
      throw new Error('denied');
    });
    trace.leave(true);
    expect(trace.isThere()).toBe(true);
  });
});
