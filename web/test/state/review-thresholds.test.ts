// Reading the thresholds of review and setting one by hand.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import { ReviewThresholds } from '../../src/state/review-thresholds';
import { at, thresholdChange, thresholds } from '../samples';

const LIST = 'GET /thresholds?limit=200';
const SET = 'PUT /thresholds';
const request = { about: 'message', review_from: 30, note: 'fewer' } as const;

/** Answers each line from its list; the last answer stays. */
function serving(answers: Record<string, [status: number, body: unknown][]>) {
  const asked: string[] = [];
  const waits: number[] = [];
  const http = new Http(async (path, init) => {
    const line = `${init.method} ${path}`;
    asked.push(init.body ? `${line} ${init.body}` : line);
    const list = answers[line] ?? [[404, { detail: 'nothing is at this path' }]];
    const [status, body] = (list.length > 1 ? list.shift() : list[0]) ?? [500, null];
    return new Response(JSON.stringify(body), { status });
  });
  const store = new ReviewThresholds(http, async (ms) => void waits.push(ms));
  return { store, asked, waits };
}

describe('ReviewThresholds', () => {
  it('reads what holds and its history', async () => {
    const { store } = serving({ [LIST]: [[200, { ...thresholds(), next_cursor: null }]] });
    await store.load();
    expect(store.value).toEqual({ phase: 'ready', thresholds: thresholds(), problem: '' });
  });

  it('is absent where the server has none, and failed where it fails', async () => {
    const { store } = serving({});
    await store.load();
    expect(store.value.phase).toBe('absent');
    const broken = serving({ [LIST]: [[503, { detail: 'The database is away.' }]] });
    await broken.store.load();
    expect(broken.store.value).toMatchObject({
      phase: 'failed',
      problem: 'The database is away.',
    });
  });

  it('looks again until the history shows a change', async () => {
    const made = thresholdChange({ about: 'message', review_from: 30, changed_at: at(9) });
    const { store, asked, waits } = serving({
      [LIST]: [
        [200, thresholds()],
        [200, thresholds()],
        [200, thresholds({ message: made, data: [made, thresholdChange()] })],
      ],
      [SET]: [[202, {}]],
    });
    await store.load();
    expect(await store.change(request)).toBeNull();
    expect(asked[1]).toBe(`${SET} {"about":"message","review_from":30,"note":"fewer"}`);
    expect(waits).toHaveLength(1);
    expect(store.value.thresholds?.message).toEqual(made);
  });

  it('gives the words of a refusal', async () => {
    const { store, asked } = serving({ [SET]: [[409, { detail: 'A goal holds it.' }]] });
    expect(await store.change(request)).toBe('A goal holds it.');
    expect(asked).toHaveLength(1);
  });
});
