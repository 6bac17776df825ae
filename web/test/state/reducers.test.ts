// Live messages -> state.
import { describe, expect, it } from 'vitest';
import { ALERTS_MAX, FEED_ROWS_MAX, HISTORY_POINTS_MAX } from '../../src/api/limits';
import type { Point, Stats } from '../../src/api/types';
import { emptyLiveState, type LiveState } from '../../src/state/live-state';
import { reducers } from '../../src/state/reducers';
import { alert, hello, point, retrainReport, row, stats, training } from '../samples';

const greeted = (): LiveState => reducers.hello(emptyLiveState, hello());

describe('hello', () => {
  it('replaces everything', () => {
    const old = { ...greeted(), skipped: 9, decisions: [row('dec_old')] };
    const next = reducers.hello(old, hello());
    expect(next.decisions.map((each) => each.id)).toEqual(['dec_1']);
    expect(next.skipped).toBe(0);
    expect(next.history).toHaveLength(1);
  });
});

describe('decisions', () => {
  it('puts new rows first and adds up what was skipped', () => {
    const once = reducers.decisions(greeted(), { rows: [row('dec_3'), row('dec_2')], skipped: 4 });
    const twice = reducers.decisions(once, { rows: [row('dec_4')], skipped: 1 });
    expect(twice.decisions.map((each) => each.id)).toEqual(['dec_4', 'dec_3', 'dec_2', 'dec_1']);
    expect(twice.skipped).toBe(5);
  });

  it('shows a row that comes again only once, in its newest form', () => {
    const next = reducers.decisions(greeted(), {
      rows: [row('dec_1', { label: 'fraud' })],
      skipped: 0,
    });
    expect(next.decisions).toHaveLength(1);
    expect(next.decisions[0]?.label).toBe('fraud');
  });

  it('stays bounded', () => {
    let state = greeted();
    for (let tick = 0; tick < 20; tick++) {
      const rows = Array.from({ length: 40 }, (_unused, index) => row(`dec_${tick}_${index}`));
      state = reducers.decisions(state, { rows, skipped: 0 });
    }
    expect(state.decisions).toHaveLength(FEED_ROWS_MAX);
    expect(state.decisions[0]?.id).toBe('dec_19_0');
  });

  it('does not change the state it was given', () => {
    const before = greeted();
    const copy = structuredClone(before);
    reducers.decisions(before, { rows: [row('dec_2')], skipped: 1 });
    reducers.alert(before, alert('al_2'));
    reducers.stats(before, stats(1500));
    expect(before).toEqual(copy);
  });
});

describe('alert', () => {
  it('comes first, once, and the list stays bounded', () => {
    let state = greeted();
    for (let index = 0; index < ALERTS_MAX + 5; index++)
      state = reducers.alert(state, alert(`n${index}`));
    state = reducers.alert(state, alert('n50'));
    expect(state.alerts).toHaveLength(ALERTS_MAX);
    expect(state.alerts.filter((each) => each.id === 'n50')).toHaveLength(1);
    expect(state.alerts[0]?.id).toBe('n50');
  });
});

describe('health and training', () => {
  it('keeps the newest', () => {
    const state = reducers.health(greeted(), { status: 'down', components: [] });
    expect(state.health?.status).toBe('down');
    const running = reducers.training(state, training({ progress: 0.5 }));
    expect(running.training?.progress).toBe(0.5);
    // Its outcome stays: a page that opens later still tells it.
    const done = training({ state: 'done', progress: 1, result: retrainReport() });
    expect(reducers.training(running, done).training).toEqual(done);
  });
});

describe('stats', () => {
  const flow = (state: LiveState, ...messages: Stats[]) => messages.reduce(reducers.stats, state);
  const bringing = (...points: Point[]): Stats => ({ ...stats(0), points });

  it('continues the history with the seconds that it brings', () => {
    const two = bringing(point(1000), point(2000));
    const state = flow(greeted(), bringing(point(0)), bringing(), two);
    expect(state.history).toEqual([point(-1000), point(0), point(1000), point(2000)]);
  });

  it('takes a second that the snapshot had already only once', () => {
    const state = flow(greeted(), bringing(point(-1000, { decisions: 7 }), point(0)));
    expect(state.history).toEqual([point(-1000), point(0)]);
  });

  it('keeps the same list when nothing ended', () => {
    const before = greeted();
    expect(flow(before, bringing()).history).toBe(before.history);
  });

  it('stays bounded', () => {
    const full = {
      ...greeted(),
      history: Array.from({ length: HISTORY_POINTS_MAX }, (_unused, index) => point(index * 1000)),
    };
    const state = flow(full, bringing(point(HISTORY_POINTS_MAX * 1000, { decisions: 100 })));
    expect(state.history).toHaveLength(HISTORY_POINTS_MAX);
    expect(state.history.at(-1)?.decisions).toBe(100);
  });
});
