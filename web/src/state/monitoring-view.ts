// The figures of the monitoring; a server that does not measure yet is no failure.
import { ApiError, errorWords, type Http } from '../api/http';
import { readMonitoring } from '../api/monitoring';
import type { Monitoring } from '../api/monitoring-types';
import { Store } from './store';

export interface MonitoringState {
  phase: 'loading' | 'ready' | 'absent' | 'failed';
  figures: Monitoring | null;
  days: number;
  problem: string;
}

export const DAYS_DEFAULT = 30;

export class MonitoringView extends Store<MonitoringState> {
  private running: AbortController | null = null;

  constructor(private readonly http: Http) {
    super({ phase: 'loading', figures: null, days: DAYS_DEFAULT, problem: '' });
  }

  /** While other days are read, the old ones stay. */
  async load(days = this.value.days): Promise<void> {
    this.running?.abort();
    const request = new AbortController();
    this.running = request;
    this.set({ ...this.value, days, phase: this.value.figures ? 'ready' : 'loading' });
    try {
      const figures = await readMonitoring(this.http, days, request.signal);
      if (request.signal.aborted) return;
      const phase = figures.computed_at === null ? 'absent' : 'ready';
      this.set({ days, figures, phase, problem: '' });
    } catch (error) {
      if (request.signal.aborted) return;
      const absent = error instanceof ApiError && error.status === 404;
      const problem = absent ? '' : errorWords(error);
      this.set({ days, figures: null, phase: absent ? 'absent' : 'failed', problem });
    }
  }

  stop(): void {
    this.running?.abort();
  }
}
