// Gap detection.
import { beforeEach, describe, expect, it } from 'vitest';
import { ASK_AGAIN_MS, Sequence } from '../../src/api/sequence';

describe('Sequence', () => {
  let sequence: Sequence;
  beforeEach(() => {
    sequence = new Sequence();
    sequence.observe(1, true, 0);
  });

  it('is content while the numbers follow each other', () => {
    expect([2, 3, 4].map((seq) => sequence.observe(seq, false, seq))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('asks once for one gap', () => {
    expect(sequence.observe(5, false, 10)).toBe(true);
    expect(sequence.observe(6, false, 20)).toBe(false);
  });

  it('asks for a number that comes again', () => {
    sequence.observe(2, false, 5);
    expect(sequence.observe(2, false, 6)).toBe(true);
  });

  it('asks again when the snapshot itself was lost', () => {
    sequence.observe(5, false, 0);
    expect(sequence.observe(6, false, ASK_AGAIN_MS - 1)).toBe(false);
    expect(sequence.observe(7, false, ASK_AGAIN_MS)).toBe(true);
  });

  it('is healed by a snapshot, wherever its number stands', () => {
    sequence.observe(5, false, 0);
    expect(sequence.observe(9, true, 10)).toBe(false);
    expect(sequence.observe(10, false, ASK_AGAIN_MS * 2)).toBe(false);
  });

  it('does not ask in a storm, but does not forget either', () => {
    sequence.observe(5, false, 0);
    sequence.observe(6, true, 10);
    expect(sequence.observe(9, false, 20)).toBe(false);
    expect(sequence.observe(10, false, ASK_AGAIN_MS)).toBe(true);
  });

  it('begins anew with a new connection', () => {
    sequence.observe(70, false, 0);
    sequence.restart();
    expect(sequence.observe(1, true, 1)).toBe(false);
    expect(sequence.observe(2, false, 2)).toBe(false);
  });
});
