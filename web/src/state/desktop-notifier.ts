// Browser notifications for critical alerts, only when asked for, at most one in a while.
import type { Alert } from '../api/types';
import { RateGate } from './rate-gate';
import { Store } from './store';

const KEY = 'shrike.notify';
const INTERVAL_MS = 15_000;

const supported = () => 'Notification' in globalThis;

export class DesktopNotifier extends Store<boolean> {
  private readonly gate = new RateGate(INTERVAL_MS);

  constructor() {
    const wanted = localStorage.getItem(KEY) === 'on';
    super(wanted && supported() && Notification.permission === 'granted');
  }

  get possible(): boolean {
    return supported() && Notification.permission !== 'denied';
  }

  async toggle(): Promise<void> {
    const on = !this.value && supported() && (await Notification.requestPermission()) === 'granted';
    localStorage.setItem(KEY, on ? 'on' : 'off');
    this.set(on);
  }

  /** Only while the tab is in the background: in front the notice in the corner is enough. */
  critical(alert: Alert, open: (decision: string) => void): void {
    if (!this.value || !document.hidden || this.gate.pass(Date.now()) === null) return;
    const note = new Notification(`Critical: ${alert.subject ?? alert.decision_id}`, {
      body: alert.primary_reason ?? '',
      tag: 'shrike-critical',
    });
    note.onclick = () => {
      window.focus();
      open(alert.decision_id);
      note.close();
    };
  }
}
