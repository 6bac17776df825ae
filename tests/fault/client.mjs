// Load on POST /analyze, and a book of every operation: what was sent, what was answered, and what nobody knows.
import { Agent, request } from 'node:http';
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { pause } from './target.mjs';

const REPLY_MS_MAX = 40_000; // the server's own budget for a handler is 30 s
const SCAM = 'URGENT! Your bank account is suspended. Verify your PIN at http://bank.example or face legal action!';
const COUNTRIES = ['DE', 'FR', 'NG', 'US', 'BR'];

/** Every operation by its id. States: sent, acknowledged, refused (an answer other than 200), unknown (no answer). */
export class Book {
  constructor(random, name = 'op') {
    this.random = random;
    this.name = name;
    this.operations = new Map();
    this.acknowledged = []; // in the order of the answers
    this.unknown = 0;
    this.refused = 0;
    this.odd = []; // answers that must not come
    this.floor = 0; // the checker has compared all rows up to this number
  }

  /** `bytes`: at least so long a message, where the caller wants the log to fill. */
  make(bytes = 0) {
    const id = `${this.name}-${this.operations.size + 1}`;
    const message = bytes > 0 || this.random.next() < 0.15;
    const body = JSON.stringify(message ? this.message(id, bytes) : this.payment(id));
    const operation = { id, body, state: 'sent', sentAt: performance.now(), seen: null };
    this.operations.set(id, operation);
    return operation;
  }

  /** Few cards, terminals and phones: an event's score depends on those before it. */
  payment(id) {
    const { random } = this;
    const amount = random.logUniform(1, 20_000).toFixed(2);
    const place = { country: random.pick(COUNTRIES), terminal_id: `term_${random.below(20)}` };
    return { transaction: { transaction_id: id, amount, card: `tok_${random.below(40)}`, ...place } };
  }

  message(id, bytes) {
    const { random } = this;
    const text = random.next() < 0.2 ? SCAM : 'See you at lunch tomorrow';
    const content = bytes > 0 ? `${text} ${'lorem ipsum '.repeat(bytes / 12)}` : text;
    return { message_id: id, message_content: content, phone_number: `555-${1000 + random.below(500)}` };
  }

  settle(operation, status, reply) {
    operation.settledAt = performance.now();
    operation.status = status;
    if (status !== 200) {
      if (status !== 503) this.odd.push({ kind: 'odd', text: `${operation.id} was answered ${status}` });
      operation.state = 'refused';
      this.refused += 1;
      return;
    }
    const { id, risk_score, outcome, evaluation } = reply;
    Object.assign(operation, { state: 'acknowledged', decision: id, risk_score, outcome, evaluation });
    this.acknowledged.push(operation);
  }

  lose(operation) {
    operation.state = 'unknown';
    this.unknown += 1;
  }
}

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
