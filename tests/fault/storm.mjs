// More load than one thread of a test can keep a book of: sent by a thread of its own, entered into the book afterwards.
import { Worker } from 'node:worker_threads';
import { stormBody, stormId } from './storm_body.mjs';

const PATIENCE_MS = 15_000;

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** What came of one storm. */
export class Weather {
  constructor(seconds, { answers, unsent, top }) {
    Object.assign(this, { seconds, answers, unsent, top });
  }

  having(...statuses) {
    return this.answers.filter((answer) => statuses.includes(answer.status));
  }

  /** Decisions a second, while the storm went on. */
  get goodput() {
    return this.having(200).filter((answer) => answer.atMs <= this.seconds * 1_000).length / this.seconds;
  }

  tookMs(share, ...statuses) {
    const sorted = this.having(...statuses).map((answer) => answer.tookMs).sort((a, b) => a - b);
    return quantile(sorted, share);
  }

  get words() {
    const [refused, mute] = [this.having(429, 503).length, this.having(0).length];
    const took = (...statuses) => [0.5, 0.99].map((share) => `${this.tookMs(share, ...statuses).toFixed(0)} ms`).join('/');
    const refusals = refused === 0 ? 'none refused' : `${refused} refused in ${took(429, 503)}`;
    const rest = `${mute} without an answer, ${this.unsent} given up by the client on ${this.top} connections`;
    return `${this.goodput.toFixed(0)}/s decided in ${took(200)} (p50/p99), ${refusals}, ${rest}`;
  }
}

function enter(book, name, { number, status, reply, retryAfter }) {
  const id = stormId(name, number);
  const operation = { id, body: stormBody(name, number), state: 'sent', seen: null };
  book.operations.set(id, operation);
  if (status === 0) book.lose(operation);
  else book.settle(operation, status, reply);
  if (status !== 0 && status !== 200 && !retryAfter) book.odd.push({ kind: 'odd', text: `${id}: ${status} without Retry-After` });
}

/** `rate`: requests a second; `connectionsMax`: where none is free and no more may be made, the client gives up. */
export async function storm(port, book, name, { rate, seconds, connectionsMax }) {
  const workerData = { port, name, rate, seconds, connectionsMax, patienceMs: PATIENCE_MS };
  const worker = new Worker(new URL('./storm_worker.mjs', import.meta.url), { workerData });
  const told = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  for (const answer of told.answers) enter(book, name, answer);
  return new Weather(seconds, told);
}
