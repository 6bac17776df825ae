// Judging one message.
import { analysis } from './decode/decision';
import type { Http } from './http';

export const MESSAGE_CHANNELS = ['sms', 'email', 'chat', 'call'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

export interface MessageToJudge {
  content: string;
  phone: string;
  channel: MessageChannel;
}

export const analyzeMessage = (http: Http, { content, phone, channel }: MessageToJudge) =>
  http.send('POST', '/analyze', analysis, {
    body: {
      message_content: content,
      channel,
      ...(phone ? { phone_number: phone } : {}),
    },
  });
