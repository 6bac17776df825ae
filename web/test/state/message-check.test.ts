// Judging one text.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import { MessageCheck } from '../../src/state/message-check';
import { row } from '../samples';

function judging(status = 200) {
  const asked: unknown[] = [];
  const http = new Http(async (_path, init) => {
    asked.push(JSON.parse(String(init.body)));
    const body = status === 200 ? { ...row('a'), threshold: 4.5 } : { detail: 'Too long.' };
    return new Response(JSON.stringify(body), { status });
  });
  return { check: new MessageCheck(http), asked };
}

const message = { content: ' hi ', phone: '', channel: 'email' as const };

describe('MessageCheck', () => {
  it('sends the text with its channel and keeps both', async () => {
    const { check, asked } = judging();
    await check.judge(message);
    expect(asked).toEqual([{ message_content: 'hi', channel: 'email' }]);
    expect(check.value).toMatchObject({ content: 'hi', busy: false, result: { threshold: 4.5 } });
    await check.judge({ ...message, phone: '555-0100' });
    expect(asked[1]).toMatchObject({ phone_number: '555-0100' });
  });

  it('asks for a text before it asks the server', async () => {
    const { check, asked } = judging();
    await check.judge({ ...message, content: '  ' });
    expect(asked).toEqual([]);
    expect(check.value.problem).toBe('Paste a message first.');
  });

  it('says what went wrong, and shows no old verdict', async () => {
    const { check } = judging(413);
    await check.judge(message);
    expect(check.value).toMatchObject({ result: null, problem: 'Too long.', busy: false });
  });
});
