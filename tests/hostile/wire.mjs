// Raw connections: what is sent is exactly what the case says, what comes back is cut into HTTP answers.
import { connect } from 'node:net';
import { PUBLIC_KEY } from '../e2e/server.mjs';

const EXCHANGE_MS_MAX = 8_000;
const HEAD_END = Buffer.from('\r\n\r\n');

/** Header lines of a caller who may send events. */
export const KEYED = `Host: localhost\r\nX-API-KEY: ${PUBLIC_KEY}\r\nContent-Type: application/json\r\n`;

/** Strings stand for bytes: one character, one byte. */
export const raw = (text) => (Buffer.isBuffer(text) ? text : Buffer.from(text, 'latin1'));

/** POST /analyze of one transaction, as it may hide inside another request. */
export function analyzeRequest(id) {
  const body = JSON.stringify({ transaction: { transaction_id: id, amount: 1 } });
  return `POST /analyze HTTP/1.1\r\n${KEYED}Content-Length: ${body.length}\r\n\r\n${body}`;
}

export class Wire {
  constructor(port) {
    this.chunks = [];
    this.ended = false;
    this.waiting = null;
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => this.note(chunk));
    this.socket.on('end', () => this.note(null));
    this.socket.on('close', () => this.note(null));
    this.socket.on('error', () => this.note(null));
    this.connected = new Promise((resolve) => this.socket.once('connect', resolve).once('close', resolve));
  }

  note(chunk) {
    if (chunk) this.chunks.push(chunk);
    else this.ended = true;
    this.waiting?.();
  }

  /** Everything so far. Put together only when somebody looks: some readers get megabytes. */
  get received() {
    if (this.chunks.length !== 1) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0];
  }

  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(raw(bytes));
  }

  /** True as soon as `done` says so; false when time is up or nothing can come any more. */
  async until(done, ms = EXCHANGE_MS_MAX) {
    const end = Date.now() + ms;
    while (!done(this)) {
      const left = end - Date.now();
      if (left <= 0 || this.ended) return done(this);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting = () => (clearTimeout(timer), resolve());
      });
    }
    return true;
  }

  /** Resolves with whether the server ended the connection in that time. */
  untilEnded(ms = EXCHANGE_MS_MAX) {
    return this.until((wire) => wire.ended, ms);
  }

  answers() {
    return splitAnswers(this.received);
  }

  close() {
    this.socket.destroy();
  }
}

function chunkedEnd(bytes, from) {
  let at = from;
  while (true) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return -1;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    at = line + 2 + size + 2;
    if (size === 0) return at;
  }
}

/** Each whole answer: { status, head, body }. */
export function splitAnswers(bytes) {
  const out = [];
  let at = 0;
  while (true) {
    const end = bytes.indexOf(HEAD_END, at);
    if (end < 0) return out;
    const head = bytes.toString('latin1', at, end + 2);
    const length = /^content-length: (\d+)\r$/im.exec(head);
    const from = end + HEAD_END.length;
    const to = /^transfer-encoding: chunked\r$/im.test(head)
      ? chunkedEnd(bytes, from)
      : from + Number(length?.[1] ?? 0);
    if (to < 0 || to > bytes.length) return out;
    out.push({ status: Number(head.slice(9, 12)), head, body: bytes.toString('utf8', from, to) });
    at = to;
  }
}

/** Sends it all, waits for `count` answers and a little longer for the end. */
export async function exchange(port, bytes, { count = 1, graceMs = 150 } = {}) {
  const wire = new Wire(port);
  const from = Date.now();
  wire.send(bytes);
  await wire.until((it) => it.answers().filter(({ status }) => status >= 200).length >= count);
  const ms = Date.now() - from;
  const closed = await wire.untilEnded(graceMs);
  const answers = wire.answers();
  wire.close();
  return { answers, closed, ms, text: wire.received.toString('latin1') };
}
