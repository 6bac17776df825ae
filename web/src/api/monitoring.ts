// How well the models do: figures by day, calibration, drift, champion against challenger.
import { monitoring } from './decode/monitoring';
import type { Http } from './http';

export const MONITORING_DAYS = [14, 30, 90] as const;

export function readMonitoring(http: Http, days: number, signal?: AbortSignal) {
  const query = new URLSearchParams({ days: String(days) });
  return http.send('GET', '/monitoring', monitoring, signal ? { query, signal } : { query });
}
