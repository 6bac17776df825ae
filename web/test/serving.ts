// A server for stores under test: answers each request line from its list, the last answer stays.
import { Http } from '../src/api/http';

export type Answers = Record<string, [status: number, body: unknown][]>;

export function serving(answers: Answers) {
  const asked: string[] = [];
  const http = new Http(async (path, init) => {
    const line = `${init.method} ${path}`;
    asked.push(init.body ? `${line} ${init.body}` : line);
    const list = answers[line] ?? [[404, { detail: 'nothing is at this path' }]];
    const [status, body] = (list.length > 1 ? list.shift() : list[0]) ?? [500, null];
    const empty = body === null || status === 204;
    return new Response(empty ? null : JSON.stringify(body), { status });
  });
  return { http, asked };
}
