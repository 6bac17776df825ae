// The channels that alerts go to, read when somebody asks; a server without them is no failure.
import { type AlertChannel, readChannels, testChannel } from '../api/alert-channels';
import { ApiError, errorWords, type Http } from '../api/http';
import { testWords } from '../format/channel-words';
import { Store } from './store';

export interface ChannelsState {
  channels: AlertChannel[] | null;
  problem: string;
  /** The channel that a test is under way for. */
  testing: string | null;
  /** What came of the newest test of each. */
  tests: Record<string, string>;
}

export class AlertChannels extends Store<ChannelsState> {
  constructor(private readonly http: Http) {
    super({ channels: null, problem: '', testing: null, tests: {} });
  }

  async load(): Promise<void> {
    try {
      this.set({ ...this.value, channels: await readChannels(this.http), problem: '' });
    } catch (error) {
      const absent = error instanceof ApiError && error.status === 404;
      if (absent) this.set({ ...this.value, channels: [], problem: '' });
      else this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  async test(name: string): Promise<void> {
    if (this.value.testing) return;
    this.set({ ...this.value, testing: name });
    let words: string;
    try {
      words = testWords(await testChannel(this.http, name));
    } catch (error) {
      words = errorWords(error);
    }
    this.set({ ...this.value, testing: null, tests: { ...this.value.tests, [name]: words } });
    await this.load();
  }
}
