// The thresholds of review with their history; a server without them is no failure.
import { ApiError, errorWords, type Http } from '../api/http';
import type { ThresholdRequest, Thresholds } from '../api/threshold-types';
import { readThresholds, setThreshold } from '../api/thresholds';
import { Store } from './store';

export interface ThresholdsState {
  phase: 'loading' | 'ready' | 'absent' | 'failed';
  thresholds: Thresholds | null;
  problem: string;
}

/** A change counts at once, but stands in the history only after the store has written it. */
const LOOKS_MAX = 10;
const LOOK_MS = 300;

type Wait = (ms: number) => Promise<void>;

export class ReviewThresholds extends Store<ThresholdsState> {
  private running: AbortController | null = null;

  constructor(
    private readonly http: Http,
    private readonly wait: Wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    super({ phase: 'loading', thresholds: null, problem: '' });
  }

  /** Keeps what is shown when a later reading fails. */
  async load(): Promise<void> {
    this.running?.abort();
    const request = new AbortController();
    this.running = request;
    try {
      const thresholds = await readThresholds(this.http, request.signal);
      if (!request.signal.aborted) this.set({ phase: 'ready', thresholds, problem: '' });
    } catch (error) {
      if (request.signal.aborted) return;
      const absent = error instanceof ApiError && error.status === 404;
      const problem = absent ? '' : errorWords(error);
      this.set({ ...this.value, phase: absent ? 'absent' : 'failed', problem });
    }
  }

  stop(): void {
    this.running?.abort();
  }

  /** Resolves to words about what went wrong, or to null once the history shows the change. */
  async change(request: ThresholdRequest): Promise<string | null> {
    const before = this.newest(request);
    try {
      await setThreshold(this.http, request);
    } catch (error) {
      return errorWords(error);
    }
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      await this.load();
      if (this.newest(request) !== before) break;
      await this.wait(LOOK_MS);
    }
    return null;
  }

  private newest({ about }: ThresholdRequest): string | null {
    return this.value.thresholds?.[about]?.changed_at ?? null;
  }
}
