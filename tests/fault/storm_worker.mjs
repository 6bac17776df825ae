// The thread of a storm: sends at a rate whether or not answers come, each request on a connection that is free or new.
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { stormBody } from './storm_body.mjs';

const { port, name, rate, seconds, connectionsMax, patienceMs } = workerData;
const HEAD = `POST /analyze HTTP/1.1\r\nHost: storm\r\nX-API-KEY: ${PUBLIC_KEY}\r\nContent-Type: application/json\r\nContent-Length: `;
const started = performance.now();
const lines = new Set();
const idle = [];
const answers = [];
let inFlight = 0;
let unsent = 0;
let top = 0;

/** The answer at the front of `text`, or null while it is incomplete. */
function answerOf(text) {
  const end = text.indexOf('\r\n\r\n') + 4;
  if (end < 4) return null;
  const head = text.slice(0, end).toLowerCase();
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  if (text.length < end + length) return null;
  const [closes, retryAfter] = ['connection: close', 'retry-after: '].map((field) => head.includes(field));
  return { status: Number(head.slice(9, 12)), body: text.slice(end), closes, retryAfter };
}

/** `answer`: null where none came. */
function settle(line, answer) {
  const { number, sentAt } = line;
  line.number = 0;
  inFlight -= 1;
  const now = performance.now();
  const { status = 0, retryAfter = false, body } = answer ?? {};
  const reply = status === 200 ? JSON.parse(body) : null;
  answers.push({ number, status, retryAfter, reply, tookMs: now - sentAt, atMs: now - started });
}

function gone(line) {
  lines.delete(line);
  if (line.number > 0) settle(line, null);
  else idle.splice(idle.indexOf(line), 1);
}

function hear(line, chunk) {
  line.text += chunk;
  const answer = answerOf(line.text);
  if (!answer || line.number === 0) return;
  line.text = '';
  settle(line, answer);
  idle.push(line);
  if (answer.closes) line.socket.destroy();
}

function newLine() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const line = { socket, text: '', number: 0, sentAt: 0 };
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => hear(line, chunk));
  socket.on('error', () => {});
  socket.on('close', () => gone(line));
  lines.add(line);
  top = Math.max(top, lines.size);
  return line;
}

function freeLine() {
  while (idle.length > 0) {
    const line = idle.pop();
    if (!line.socket.destroyed) return line;
  }
  return lines.size < connectionsMax ? newLine() : null;
}

function send(number) {
  const line = freeLine();
  if (line === null) return (unsent += 1);
  const body = stormBody(name, number);
  Object.assign(line, { number, sentAt: performance.now() });
  inFlight += 1;
  line.socket.write(`${HEAD}${body.length}\r\n\r\n${body}`);
}

let number = 0;
const ticker = setInterval(() => {
  const elapsedMs = performance.now() - started;
  const due = Math.floor((Math.min(elapsedMs / 1000, seconds) * rate));
  while (number < due) send(++number);
  if (elapsedMs < seconds * 1000 || (inFlight > 0 && elapsedMs < seconds * 1000 + patienceMs)) return;
  clearInterval(ticker);
  for (const line of lines) if (line.number > 0) settle(line, null);
  parentPort.postMessage({ answers, unsent, top });
  process.exit();
}, 1);
