// Following and waiting in the feed.
import { describe, expect, it } from 'vitest';
import { feedWindow } from '../../src/state/feed-window';

const rows = (...ids: number[]) => ids.map((id) => ({ id: String(id) }));

describe('feedWindow', () => {
  it('follows the newest rows', () => {
    const latest = rows(3, 2, 1);
    expect(feedWindow(rows(1), latest, false)).toEqual({ rows: latest, pending: 0 });
  });

  it('waits while held, and counts what is new', () => {
    const shown = rows(2, 1);
    expect(feedWindow(shown, rows(5, 4, 3, 2, 1), true)).toEqual({ rows: shown, pending: 3 });
  });

  it('counts all when the shown rows have left the bounded list', () => {
    expect(feedWindow(rows(1), rows(9, 8), true).pending).toBe(2);
  });

  it('does not hold an empty list', () => {
    expect(feedWindow([], rows(1), true)).toEqual({ rows: rows(1), pending: 0 });
  });
});
