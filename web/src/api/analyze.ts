// Judging one message.
import { analysis } from './decode/decision';
import type { Http } from './http';

export const analyzeMessage = (http: Http, content: string, phone: string) =>
  http.send('POST', '/analyze', analysis, {
    body: {
      message_content: content,
      channel: 'sms',
      ...(phone ? { phone_number: phone } : {}),
    },
  });
