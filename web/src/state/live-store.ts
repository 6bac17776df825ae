// Holds the live state, tells its followers at most once a frame, and knows how old the data is.
import type { LiveMessage } from '../api/decode/live-message';
import type { SocketPhase } from '../api/live-socket';
import { emptyLiveState, type LiveState } from './live-state';
import { reduce } from './reducers';
import type { Observable, Unsubscribe } from './store';

export interface Connection {
  phase: SocketPhase | 'idle';
  /** When the last message came, on this computer's clock. */
  heardAtMs: number | null;
}

export interface FrameWorld {
  nowMs(): number;
  /** Runs once before the next repaint; never while the tab is hidden. */
  nextFrame(run: () => void): void;
}

export class LiveStore implements Observable<LiveState> {
  private state = emptyLiveState;
  private link: Connection = { phase: 'idle', heardAtMs: null };
  private clockAheadMs = 0;
  private framePending = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly world: FrameWorld) {}

  get value(): LiveState {
    return this.state;
  }

  get connection(): Connection {
    return this.link;
  }

  /** The server's idea of now, so that ages are right on a computer with a wrong clock. */
  serverNowMs(): number {
    return this.world.nowMs() + this.clockAheadMs;
  }

  dataAgeMs(): number {
    return this.link.heardAtMs === null ? 0 : this.world.nowMs() - this.link.heardAtMs;
  }

  receive(message: LiveMessage): void {
    this.state = reduce(this.state, message);
    this.link = { ...this.link, heardAtMs: this.world.nowMs() };
    if (message.type === 'stats' || message.type === 'hello') {
      this.clockAheadMs = Date.parse(message.data.time) - this.world.nowMs();
    }
    this.schedule();
  }

  setPhase(phase: Connection['phase']): void {
    this.link = { ...this.link, phase };
    this.schedule();
  }

  /** After signing out nothing of the old session stays on screen. */
  clear(): void {
    this.state = emptyLiveState;
    this.link = { phase: 'idle', heardAtMs: null };
    this.schedule();
  }

  subscribe(listener: () => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private schedule(): void {
    if (this.framePending) return;
    this.framePending = true;
    this.world.nextFrame(() => {
      this.framePending = false;
      for (const listener of this.listeners) listener();
    });
  }
}
