// One repaint a frame, and the age of the data.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveStore } from '../../src/state/live-store';
import { hello, stats, T0 } from '../samples';

describe('LiveStore', () => {
  let nowMs: number;
  let frames: (() => void)[];
  let store: LiveStore;
  const paint = () => frames.splice(0).forEach((run) => run());

  beforeEach(() => {
    nowMs = T0 + 60_000;
    frames = [];
    store = new LiveStore({ nowMs: () => nowMs, nextFrame: (run) => frames.push(run) });
  });

  it('tells its followers once for many messages in one frame', () => {
    const follower = vi.fn();
    store.subscribe(follower);
    for (let seq = 2; seq < 12; seq++) store.receive({ type: 'stats', seq, data: stats(seq) });
    expect(frames).toHaveLength(1);
    expect(follower).not.toHaveBeenCalled();
    paint();
    expect(follower).toHaveBeenCalledOnce();
    store.receive({ type: 'stats', seq: 12, data: stats(12) });
    paint();
    expect(follower).toHaveBeenCalledTimes(2);
  });

  it('applies messages at once, also while no frame comes', () => {
    store.receive({ type: 'hello', seq: 1, data: hello() });
    expect(store.value.server?.name).toBe('Shrike');
  });

  it('knows how old the data is, and the time of the server', () => {
    store.receive({ type: 'hello', seq: 1, data: hello() });
    nowMs += 5000;
    expect(store.dataAgeMs()).toBe(5000);
    expect(store.serverNowMs()).toBe(T0 + 5000);
  });

  it('forgets everything on clear', () => {
    store.receive({ type: 'hello', seq: 1, data: hello() });
    store.clear();
    expect(store.value.decisions).toEqual([]);
    expect(store.connection).toEqual({ phase: 'idle', heardAtMs: null });
  });

  it('stops telling who has left', () => {
    const follower = vi.fn();
    store.subscribe(follower)();
    store.setPhase('lost');
    paint();
    expect(follower).not.toHaveBeenCalled();
  });
});
