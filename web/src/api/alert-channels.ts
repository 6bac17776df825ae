// Who is told of alerts: GET /alerts/channels, and sending a test alert to one.
import { channels, channelTest } from './decode/alert-channels';
import type { Http } from './http';

export interface AlertChannel {
  name: string;
  /** Whose it is: the operator's people also see those of others. */
  tenant: string;
  /** Where it goes, without secrets. */
  target: string | null;
  state: string;
  last_result: string | null;
  last_attempt_at: string | null;
  last_success_at: string | null;
  delivered: number | null;
  backlog: number | null;
  /** Alerts that it gave up on. */
  dead_letters: number | null;
}

export interface ChannelTest {
  delivered: boolean;
  /** What an HTTP receiver answered with. */
  status: number | null;
  answer: string | null;
  error: string | null;
}

export const readChannels = (http: Http) => http.send('GET', '/alerts/channels', channels);

export const testChannel = (http: Http, name: string) =>
  http.send('POST', `/alerts/channels/${encodeURIComponent(name)}/test`, channelTest, { body: {} });
