// Decoders of the alert channels.
import type { AlertChannel, ChannelTest } from '../alert-channels';
import { count, type Decoder, fields, flag, list, nullable, object, text, time } from './read';

const CHANNELS_MAX = 200;

const channel = object<AlertChannel>({
  name: text,
  tenant: text,
  target: nullable(text),
  state: text,
  last_result: nullable(text),
  last_attempt_at: nullable(time),
  last_success_at: nullable(time),
  delivered: nullable(count),
  backlog: nullable(count),
  dead_letters: nullable(count),
});

export const channels: Decoder<AlertChannel[]> = (value, path) =>
  list(channel, CHANNELS_MAX)(fields(value, path).data, `${path}/data`);

export const channelTest = object<ChannelTest>({
  delivered: flag,
  status: nullable(count),
  answer: nullable(text),
  error: nullable(text),
});
