// How often alerts were right, over a span of days.
import type { Quality } from '../api/case-types';
import { readQuality } from '../api/cases';
import { errorWords, type Http } from '../api/http';
import { Store } from './store';

export const QUALITY_DAYS = [7, 30, 90] as const;

export interface QualityState {
  days: number;
  quality: Quality | null;
  problem: string;
}

export class AlertQuality extends Store<QualityState> {
  private request: AbortController | null = null;

  constructor(private readonly http: Http) {
    super({ days: 30, quality: null, problem: '' });
  }

  async load(days: number): Promise<void> {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    this.set({ ...this.value, days });
    try {
      const quality = await readQuality(this.http, days, request.signal);
      if (!request.signal.aborted) this.set({ days, quality, problem: '' });
    } catch (error) {
      if (!request.signal.aborted) this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  stop(): void {
    this.request?.abort();
  }
}
