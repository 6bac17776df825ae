// Connecting, gaps, silence and reconnecting, with a socket and a clock of our own.
import { beforeEach, describe, expect, it } from 'vitest';
import {
  LiveSocket,
  SILENCE_MS_MAX,
  type SocketLike,
  type SocketPhase,
} from '../../src/api/live-socket';
import { frame, hello, stats } from '../samples';

class FakeSocket implements SocketLike {
  sent: string[] = [];
  closed = false;
  onopen = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
}

class FakeWorld {
  time = 0;
  sockets: FakeSocket[] = [];
  private timers: { due: number; run: () => void }[] = [];
  open() {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }
  now() {
    return this.time;
  }
  setTimer(run: () => void, delayMs: number) {
    const timer = { due: this.time + delayMs, run };
    this.timers.push(timer);
    return timer;
  }
  clearTimer(timer: unknown) {
    this.timers = this.timers.filter((each) => each !== timer);
  }
  random() {
    return 0.5;
  }
  pass(ms: number) {
    this.time += ms;
    const due = this.timers.filter((each) => each.due <= this.time);
    this.timers = this.timers.filter((each) => each.due > this.time);
    for (const timer of due) timer.run();
  }
  get last() {
    return this.sockets.at(-1) as FakeSocket;
  }
}

describe('LiveSocket', () => {
  let world: FakeWorld;
  let phases: SocketPhase[];
  let types: string[];
  let live: LiveSocket;
  const deliver = (text: unknown) => world.last.onmessage?.({ data: text });
  const greet = () => deliver(frame('hello', 1, hello()));

  beforeEach(() => {
    world = new FakeWorld();
    phases = [];
    types = [];
    live = new LiveSocket(world, {
      message: (message) => types.push(message.type),
      phase: (phase) => phases.push(phase),
    });
    live.start();
  });

  it('is open once the snapshot has come', () => {
    expect(phases).toEqual(['connecting']);
    greet();
    expect(phases).toEqual(['connecting', 'open']);
    expect(types).toEqual(['hello']);
  });

  it('starts only once', () => {
    live.start();
    expect(world.sockets).toHaveLength(1);
  });

  it('asks for a snapshot after a gap, and still uses the message', () => {
    greet();
    deliver(frame('stats', 3, stats(0)));
    expect(world.last.sent).toEqual(['{"type":"hello"}']);
    expect(types).toEqual(['hello', 'stats']);
  });

  it('asks for a snapshot after an unreadable frame, once', () => {
    greet();
    deliver('rubbish');
    deliver(frame('stats', 2, { nothing: true }));
    expect(world.last.sent).toHaveLength(1);
    expect(types).toEqual(['hello']);
  });

  it('counts messages of unknown types without showing them', () => {
    greet();
    deliver(frame('weather', 2, {}));
    deliver(frame('stats', 3, stats(0)));
    expect(world.last.sent).toEqual([]);
    expect(types).toEqual(['hello', 'stats']);
  });

  it('connects again after a loss, waiting longer each time', () => {
    greet();
    world.last.onclose?.({ code: 1006 });
    expect(phases.at(-1)).toBe('lost');
    world.pass(499);
    expect(world.sockets).toHaveLength(1);
    world.pass(1);
    expect(world.sockets).toHaveLength(2);
    world.last.onclose?.({ code: 1006 });
    world.pass(700);
    expect(world.sockets).toHaveLength(2);
    world.pass(100);
    expect(world.sockets).toHaveLength(3);
  });

  it('starts the wait from the beginning after a good connection', () => {
    for (let loss = 0; loss < 5; loss++) {
      world.last.onclose?.({ code: 1006 });
      world.pass(8000);
    }
    greet();
    world.last.onclose?.({ code: 1006 });
    world.pass(500);
    expect(world.sockets).toHaveLength(7);
  });

  it('takes a silent line for a dead one', () => {
    greet();
    world.pass(SILENCE_MS_MAX - 1);
    deliver(frame('stats', 2, stats(0)));
    world.pass(SILENCE_MS_MAX - 1);
    expect(phases.at(-1)).toBe('open');
    world.pass(1);
    expect(phases.at(-1)).toBe('lost');
    expect(world.sockets[0]?.closed).toBe(true);
  });

  it('does not try again when the session has ended', () => {
    world.last.onclose?.({ code: 4401 });
    expect(phases.at(-1)).toBe('refused');
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
  });

  it('stays quiet after stop', () => {
    greet();
    live.stop();
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
    expect(world.last.closed).toBe(true);
  });

  it('skips the wait when the network is back', () => {
    world.last.onclose?.({ code: 1006 });
    live.retryNow();
    expect(world.sockets).toHaveLength(2);
    live.retryNow();
    expect(world.sockets).toHaveLength(2);
  });

  it('ignores what an abandoned socket still says', () => {
    const first = world.last;
    greet();
    first.onclose?.({ code: 1006 });
    expect(first.onmessage).toBeNull();
  });
});
