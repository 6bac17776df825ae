// The rate and run switches: optimistic value at once, one request after the hand rests.
import { errorWords, type Http } from '../api/http';
import { setGenerator, startSystem, stopSystem } from '../api/stream';
import type { Notices } from './notices';
import { Store } from './store';

export interface ControlState {
  /** The rate that was asked for and is not yet confirmed by the live channel. */
  wantedRate: number | null;
  busy: boolean;
}

export const SETTLE_MS = 250;
/** After this the server's own number is shown again, whatever became of the request. */
export const CONFIRM_MS = 3000;

export class GeneratorControl extends Store<ControlState> {
  private settleTimer: ReturnType<typeof setTimeout> | undefined;
  private confirmTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly http: Http,
    private readonly notices: Notices,
  ) {
    super({ wantedRate: null, busy: false });
  }

  setRate(rate: number): void {
    this.set({ ...this.value, wantedRate: rate });
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => void this.sendRate(rate), SETTLE_MS);
  }

  /** Called with each stats message: the server's rate has caught up. */
  confirm(rate: number): void {
    if (this.value.wantedRate === rate) this.forget();
  }

  runGenerator(running: boolean): Promise<void> {
    return this.run(() => setGenerator(this.http, { running }));
  }

  runSystem(running: boolean): Promise<void> {
    return this.run(() => (running ? startSystem(this.http) : stopSystem(this.http)));
  }

  private async sendRate(rate: number): Promise<void> {
    clearTimeout(this.confirmTimer);
    this.confirmTimer = setTimeout(() => this.forget(), CONFIRM_MS);
    await this.run(() => setGenerator(this.http, { rate }));
  }

  private async run(action: () => Promise<unknown>): Promise<void> {
    this.set({ ...this.value, busy: true });
    try {
      await action();
    } catch (error) {
      this.forget();
      this.notices.say('error', 'That did not work', errorWords(error));
    } finally {
      this.set({ ...this.value, busy: false });
    }
  }

  private forget(): void {
    this.set({ ...this.value, wantedRate: null });
  }
}
