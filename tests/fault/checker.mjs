// Compares what the server keeps with the book of what it acknowledged.
import { Agent } from 'node:http';
import { post } from './client.mjs';
import { until } from './target.mjs';

const PAGE = 500;
const SETTLED_MS_MAX = 60_000;
const SAMPLE = 20;

/** Until everything is stored. */
export async function settled(server) {
  let lag = null;
  const done = await until(async () => {
    const { status, body } = await server.read('/stream').catch(() => ({ status: 0 }));
    if (status === 200) lag = body.stages.find((stage) => stage.id === 'archive').lag;
    return lag === 0;
  }, SETTLED_MS_MAX);
  return done ? [] : [{ kind: 'lag', text: `the archive is ${lag} events behind after ${SETTLED_MS_MAX / 1000} s` }];
}

async function page(server, cursor) {
  const path = `/decisions?limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
  let reply = { status: 0 };
  const answered = await until(async () => (reply = await server.read(path).catch(() => reply)).status === 200, 20_000);
  if (!answered) throw new Error(`GET ${path} was answered ${reply.status}`);
  return reply.body;
}

/** Rows with a number above `floor`, newest first. */
async function rowsAbove(server, floor) {
  const rows = [];
  for (let cursor = null; ; ) {
    const { data, next_cursor } = await page(server, cursor);
    rows.push(...data.filter((row) => row.seq > floor));
    if (!next_cursor || data.at(-1).seq <= floor) return rows;
    cursor = next_cursor;
  }
}

const words = (one) => `${one.decision ?? one.id} ${one.risk_score} ${one.outcome}`;

function compareRow(row, operation) {
  if (!operation || operation.state === 'unsent') return { kind: 'invented', text: `${row.event_id} was never sent` };
  const { seen } = operation;
  if (seen && seen !== row.id) return { kind: 'twice', text: `${row.event_id}: ${seen}, ${row.id}` };
  operation.seen = row.id;
  if (operation.state !== 'acknowledged' || words(operation) === words(row)) return null;
  return { kind: 'changed', text: `${row.event_id}: acknowledged ${words(operation)}, stored ${words(row)}` };
}

function compare(rows, book) {
  const found = [];
  const seqs = new Set();
  for (const row of rows) {
    if (seqs.has(row.seq)) found.push({ kind: 'twice', text: `number ${row.seq}` });
    seqs.add(row.seq);
    const wrong = compareRow(row, book.operations.get(row.event_id));
    if (wrong) found.push(wrong);
  }
  return found;
}

/** Acknowledged, and not there. Each is told once. */
function lost(book) {
  const gone = book.acknowledged.filter((operation) => !operation.seen && !operation.parked && !operation.missed);
  for (const operation of gone) operation.missed = true;
  return gone.map((operation) => ({ kind: 'lost', text: `${operation.id} as ${words(operation)}` }));
}

/** The log's numbers have no gap: each made a row, was parked, is lost, or came again. */
function gaps(book) {
  const rows = [...book.operations.values()].filter(({ seen, parked, missed }) => seen || parked || missed).length;
  const without = book.floor - rows;
  const enough = without <= book.repeats;
  return enough ? [] : [{ kind: 'gap', text: `${without} numbers up to ${book.floor} have no event, ${book.repeats} came again` }];
}

/** The newest and any: half of each. */
function sampleOf(book) {
  const all = book.acknowledged.filter((operation) => operation.seen);
  const half = Math.min(SAMPLE / 2, all.length);
  return [...all.slice(-half), ...Array.from({ length: half }, () => book.random.pick(all))];
}

async function resend(server, book) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const found = [];
  for (const operation of sampleOf(book)) {
    book.repeats += 1;
    const { status, text } = await post(server.port, agent, operation.body);
    const reply = status === 200 ? JSON.parse(text) : {};
    const first = operation.decision ?? operation.seen;
    if (reply.evaluation === 'duplicate' && reply.id === first) continue;
    const answer = `${status} ${reply.evaluation} ${reply.id}`;
    found.push({ kind: 'forgotten', text: `${operation.id} again: ${answer}, first ${first}` });
  }
  agent.destroy();
  return found;
}

/** As a careful caller does: what got no answer is sent again. Each must be there once afterwards. */
export async function retryUnknown(server, book, count = SAMPLE) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const some = [...book.operations.values()].filter((operation) => operation.state === 'unknown').slice(-count);
  for (const operation of some) {
    book.repeats += 1;
    const { status, text } = await post(server.port, agent, operation.body);
    book.settle(operation, status, status === 200 ? JSON.parse(text) : null);
    const { seen, decision } = operation;
    if (!seen || status !== 200 || seen === decision) continue;
    book.odd.push({ kind: 'twice', text: `${operation.id}: ${seen}, ${decision}` });
  }
  agent.destroy();
}

/**
 * The list of violations since the last check; `full` walks everything again. The server must be ready and without load.
 * Every acknowledged event is there once and as it was answered, nothing else is, what comes again is known, no number is
 * left out, and the process is as it was when it was ready.
 */
export async function check(server, book, { full = false, again = true } = {}) {
  const found = await settled(server);
  if (found.length > 0) return found;
  if (full) for (const operation of book.operations.values()) operation.seen = null;
  const rows = await rowsAbove(server, full ? 0 : book.floor);
  found.push(...compare(rows, book), ...lost(book), ...book.odd.splice(0));
  book.floor = Math.max(book.floor, rows[0]?.seq ?? 0);
  found.push(...gaps(book));
  if (again) found.push(...(await resend(server, book)));
  if (server.vitals) found.push(...(await server.vitals.check()));
  return found;
}

/** The counts of a book, into those of its scenario. */
export function count(tally, book) {
  tally.counts.acknowledged += book.acknowledged.length - book.copied;
  tally.counts.unknown += book.unknown;
  tally.counts.refused += book.refused;
}
