// Load on POST /analyze and POST /transactions, entered into a book.
import { Agent, request } from 'node:http';
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { pause } from './target.mjs';

const REPLY_MS_MAX = 40_000; // the server's own budget for a handler is 30 s

export function post(port, agent, body, timeout = REPLY_MS_MAX) {
  const headers = { 'X-API-KEY': PUBLIC_KEY, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const options = { host: '127.0.0.1', port, path: '/analyze', method: 'POST', headers, agent, timeout };
  return new Promise((resolve, reject) => {
    const call = request(options, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (part) => (text += part));
      reply.on('error', reject);
      // A status of an answer that was cut off counts for nothing.
      reply.on('end', () => (reply.complete ? resolve({ status: reply.statusCode, text }) : reject(new Error('cut off'))));
    });
    call.on('timeout', () => call.destroy(new Error('no answer')));
    call.on('error', reject);
    call.end(body);
  });
}

/** Many events in one request; the status of its answer, 0 where none came. */
export async function postBulk(port, book, events, bytes = 0) {
  const operations = Array.from({ length: events }, () => book.make(bytes));
  const headers = { 'X-API-KEY': PUBLIC_KEY, 'Content-Type': 'application/x-ndjson' };
  const body = operations.map((operation) => operation.body).join('\n');
  const status = await fetch(`http://127.0.0.1:${port}/transactions`, { method: 'POST', headers, body }).then(
    async (reply) => ((await reply.json()).accepted === events ? 202 : reply.status),
    () => 0,
  ).catch(() => 0);
  for (const operation of operations) {
    if (status === 202) book.accept(operation);
    else if (status === 0) book.lose(operation);
    else book.settle(operation, status, null);
  }
  return status;
}

/** Some keep-alive connections that send until they are told to hold; they go on when the server comes back. */
export class Load {
  constructor(port, book, { connections = 8, paceMs = 2, bytes = 0, bigShare = 0 } = {}) {
    Object.assign(this, { port, book, connections, paceMs, bytes, bigShare });
    this.running = false;
    this.workers = [];
  }

  /** `limit`: operations after which it ends by itself. */
  start(limit = Infinity) {
    this.agent = new Agent({ keepAlive: true, maxSockets: this.connections });
    this.running = true;
    this.left = limit;
    this.workers = Array.from({ length: this.connections }, () => this.work());
  }

  async work() {
    while (this.running && this.left-- > 0) {
      await this.one();
      if (this.paceMs > 0) await pause(this.paceMs);
    }
  }

  async one() {
    const { book } = this;
    const operation = book.make(book.random.next() < this.bigShare ? this.bytes : 0);
    try {
      const { status, text } = await post(this.port, this.agent, operation.body);
      book.settle(operation, status, status === 200 ? JSON.parse(text) : null);
      if (status !== 200) await pause(20);
    } catch (error) {
      if (error.code === 'ECONNREFUSED') book.operations.set(operation.id, { ...operation, state: 'unsent' });
      else book.lose(operation);
      await pause(5);
    }
  }

  /** Lets what is in flight be answered. */
  async finish() {
    this.running = false;
    await Promise.all(this.workers);
    this.agent?.destroy();
  }

  /** Gives up what is in flight: nobody knows how it ended. */
  async abandon() {
    this.running = false;
    this.agent?.destroy();
    await Promise.all(this.workers);
  }
}
