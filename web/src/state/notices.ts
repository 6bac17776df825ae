// Short messages in the corner: new critical alerts and the results of actions. Bounded.
import type { Alert } from '../api/types';
import { RateGate } from './rate-gate';
import { Store } from './store';

export interface Notice {
  id: number;
  tone: 'critical' | 'error' | 'ok';
  title: string;
  text: string;
  decision: string | null;
}

export const NOTICES_MAX = 3;
/** A wave of alerts must not become a wall of notices. */
export const ALERT_NOTICE_MS = 30_000;
const SHOWN_MS = 7000;

type Timer = (run: () => void, delayMs: number) => unknown;

export class Notices extends Store<Notice[]> {
  private nextId = 1;
  private readonly gate = new RateGate(ALERT_NOTICE_MS);

  constructor(private readonly later: Timer = (run, delayMs) => setTimeout(run, delayMs)) {
    super([]);
  }

  say(tone: 'error' | 'ok', title: string, text = ''): void {
    this.add({ tone, title, text, decision: null });
  }

  critical(alert: Alert, nowMs: number): void {
    const held = this.gate.pass(nowMs);
    if (held === null) return;
    const more = held > 0 ? ` (and ${held} more)` : '';
    this.add({
      tone: 'critical',
      title: `Critical alert${more}: ${alert.subject ?? alert.decision_id}`,
      text: alert.primary_reason ?? '',
      decision: alert.decision_id,
    });
  }

  dismiss(id: number): void {
    this.set(this.value.filter((notice) => notice.id !== id));
  }

  private add(notice: Omit<Notice, 'id'>): void {
    const id = this.nextId++;
    this.set([{ ...notice, id }, ...this.value].slice(0, NOTICES_MAX));
    this.later(() => this.dismiss(id), SHOWN_MS);
  }
}
