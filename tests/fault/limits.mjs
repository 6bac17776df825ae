// No file descriptors left.
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { Book } from './book.mjs';
import { check } from './checker.mjs';
import { Load, post } from './client.mjs';
import { endRound, inRounds } from './rounds.mjs';
import { Skip, works } from './support.mjs';
import { pause, Target, until } from './target.mjs';
import { cpuShare } from './vitals.mjs';

const DESCRIPTORS = 64;
const CONNECTIONS = 200;
const STARVED_MS = 2_000;
const CPU_SHARE_MAX = 0.1;
const AGAIN_MS_MAX = 10_000;

/** Connections that say nothing. */
function openMany(port) {
  return Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1').on('error', () => {}));
}

async function answers(server, book, agent) {
  const operation = book.make();
  const { status, text } = await post(server.port, agent, operation.body, 2_000).catch(() => ({ status: 0 }));
  if (status === 0) book.lose(operation);
  else book.settle(operation, status, status === 200 ? JSON.parse(text) : null);
  return status === 200;
}

async function starve(number, binary, random, tally) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=16', 'diag.level=error'] });
  const book = new Book(random);
  const early = new Agent({ keepAlive: true, maxSockets: 1 });
  await server.start(['prlimit', `--nofile=${DESCRIPTORS}`]);
  await answers(server, book, early);
  const sockets = openMany(server.port);
  await pause(300);
  const share = await cpuShare(server.process.pid, STARVED_MS);
  if (share > CPU_SHARE_MAX) tally.violate(number, 'cpu', `${(share * 100).toFixed(0)} % of a core while starved`);
  if (!(await answers(server, book, early))) tally.violate(number, 'starved', 'a connection from before gets no answer');
  for (const socket of sockets) socket.destroy();
  const fresh = new Agent({ keepAlive: false });
  const again = await until(() => answers(server, book, fresh), AGAIN_MS_MAX);
  if (!again) tally.violate(number, 'descriptors', 'no answer afterwards');
  tally.add(number, await check(server, book));
  early.destroy();
  await endRound(server, book, tally);
  tally.note(`${(share * 100).toFixed(1)} % of a core while starved`);
}

export function run(asked) {
  if (!works('prlimit', '--version')) throw new Skip('there is no prlimit');
  return inRounds('limits', asked, starve);
}
