// The live connection: opens, reconnects with back-off, checks sequence numbers, delivers messages.
import { retryDelayMs } from './backoff';
import { decodeLiveMessage, type LiveMessage } from './decode/live-message';
import { Sequence } from './sequence';

export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** Everything from outside, so that tests bring their own socket, clock and chance. */
export interface SocketWorld {
  open(): SocketLike;
  now(): number;
  setTimer(run: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
  random(): number;
}

export type SocketPhase = 'connecting' | 'open' | 'lost' | 'refused';

export interface SocketEvents {
  message(message: LiveMessage): void;
  phase(phase: SocketPhase): void;
}

/** Stats come twice a second: this long without any message means that the line is dead. */
export const SILENCE_MS_MAX = 6000;
export const CLOSE_UNAUTHORIZED = 4401;
const HELLO_REQUEST = '{"type":"hello"}';

export class LiveSocket {
  private socket: SocketLike | null = null;
  private readonly sequence = new Sequence();
  private attempt = 0;
  private retryTimer: unknown = null;
  private silenceTimer: unknown = null;

  constructor(
    private readonly world: SocketWorld,
    private readonly events: SocketEvents,
  ) {}

  start(): void {
    if (this.socket || this.retryTimer !== null) return;
    this.connect();
  }

  stop(): void {
    this.clearTimers();
    this.drop();
    this.attempt = 0;
  }

  /** Skips the rest of a wait, for example when the network is back. */
  retryNow(): void {
    if (this.retryTimer === null) return;
    this.clearTimers();
    this.connect();
  }

  private connect(): void {
    this.sequence.restart();
    this.events.phase('connecting');
    const socket = this.world.open();
    this.socket = socket;
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = (event) => this.closed(event.code);
    this.watchSilence();
  }

  private receive(frame: unknown): void {
    this.watchSilence();
    try {
      const message = decodeLiveMessage(frame);
      const isHello = message.type === 'hello';
      if (this.sequence.observe(message.seq, isHello, this.world.now())) this.requestHello();
      if (message.type === 'unknown') return;
      if (isHello) this.opened();
      this.events.message(message);
    } catch {
      // An unreadable frame is treated like a lost one: the snapshot repairs it.
      if (this.sequence.unreadable(this.world.now())) this.requestHello();
    }
  }

  private opened(): void {
    this.attempt = 0;
    this.events.phase('open');
  }

  private requestHello(): void {
    this.socket?.send(HELLO_REQUEST);
  }

  private closed(code: number): void {
    this.clearTimers();
    this.drop();
    if (code === CLOSE_UNAUTHORIZED) {
      this.events.phase('refused');
      return;
    }
    const delayMs = retryDelayMs(this.attempt, this.world.random());
    this.attempt += 1;
    this.retryTimer = this.world.setTimer(() => {
      this.retryTimer = null;
      this.connect();
    }, delayMs);
    this.events.phase('lost');
  }

  private watchSilence(): void {
    if (this.silenceTimer !== null) this.world.clearTimer(this.silenceTimer);
    this.silenceTimer = this.world.setTimer(() => this.closed(0), SILENCE_MS_MAX);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private clearTimers(): void {
    this.world.clearTimer(this.retryTimer);
    this.world.clearTimer(this.silenceTimer);
    this.retryTimer = null;
    this.silenceTimer = null;
  }
}
