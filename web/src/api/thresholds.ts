// The thresholds of review: reading them with their history, and setting one by hand.
import { thresholds } from './decode/thresholds';
import type { Http } from './http';
import type { ThresholdRequest } from './threshold-types';

const HISTORY_ROWS = 200;

export function readThresholds(http: Http, signal?: AbortSignal) {
  const query = new URLSearchParams({ limit: String(HISTORY_ROWS) });
  return http.send('GET', '/thresholds', thresholds, signal ? { query, signal } : { query });
}

export const setThreshold = (http: Http, request: ThresholdRequest) =>
  http.send('PUT', '/thresholds', () => null, { body: request });
