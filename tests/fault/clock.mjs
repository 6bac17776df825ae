// The clock jumps while the server runs, an hour, a day, eighty years, and back: decisions go on, nothing is lost, nobody gets in
// twice with one login, no timer runs wild, and the next start takes it all up.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Book } from './book.mjs';
import { check } from './checker.mjs';
import { Load } from './client.mjs';
import { endRound, inRounds } from './rounds.mjs';
import { Skip, tempFolder, works } from './support.mjs';
import { pause, Target } from './target.mjs';
import { cpuShare } from './vitals.mjs';

const HOUR_S = 3_600;
const EIGHTY_YEARS_S = Math.round(80 * 365.25 * 24 * HOUR_S);
const JUMPS_S = [HOUR_S, -HOUR_S, -24 * HOUR_S, EIGHTY_YEARS_S, 0];
const LOAD_MS = 300;
const IDLE_MS = 500;
const IDLE_SHARE_MAX = 0.3;
const NEAR_S = 60;

/** The library behind faketime; with a file instead of its argument the time can jump while the server runs. */
function clockOf(folder) {
  const library = execFileSync('faketime', ['-m', '-f', '+0', 'sh', '-c', 'echo "$LD_PRELOAD"'], { encoding: 'utf8' }).trim();
  const file = join(folder, 'time');
  const jump = (seconds) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}`);
  jump(0);
  const how = { FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  return { environment: { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, ...how }, jump };
}

/** Whether the newest decision carries the time that the server was told. */
async function believes(server, seconds) {
  const { body } = await server.read('/decisions?limit=1');
  return Math.abs(Date.parse(body.data[0].ingested_at) / 1000 - Date.now() / 1000 - seconds) < NEAR_S;
}

const loginOf = (server) => /#login=([\w-]+)/.exec(server.printed)[1];

/** The cookie of a new session, or the status of the refusal. */
async function signIn(server, login) {
  const headers = { 'Content-Type': 'application/json', Origin: server.origin };
  const reply = await fetch(`${server.origin}/session`, { method: 'POST', headers, body: JSON.stringify({ login }) });
  await reply.arrayBuffer();
  return reply.ok ? reply.headers.get('set-cookie').split(';')[0] : reply.status;
}

async function sessionStatus(server, cookie) {
  const reply = await fetch(`${server.origin}/session`, { headers: { Cookie: cookie } });
  await reply.arrayBuffer();
  return reply.status;
}

/** A session may end by a jump, but only so; one that came to its end stays there. */
async function askSession(server, session) {
  const status = await sessionStatus(server, session.cookie);
  const found = [];
  if (![200, 401].includes(status)) found.push({ kind: 'session', text: `answered ${status}` });
  if (session.ended && status === 200) found.push({ kind: 'session', text: 'it is open again after it had ended' });
  session.ended ||= status === 401;
  const again = await signIn(server, session.login);
  if (again !== 401) found.push({ kind: 'login', text: `the one-time login again: ${again}` });
  return found;
}

async function afterJump(server, load, seconds) {
  const { book } = load;
  const before = book.acknowledged.length;
  load.start();
  await pause(LOAD_MS);
  await load.finish();
  const found = book.acknowledged.length === before ? [{ kind: 'clock', text: 'nothing was decided' }] : [];
  found.push(...(await check(server, book)));
  if (!(await believes(server, seconds))) found.push({ kind: 'setup', text: 'the clock did not jump' });
  const share = await cpuShare(server.process.pid, IDLE_MS);
  if (share > IDLE_SHARE_MAX) found.push({ kind: 'cpu', text: `${(share * 100).toFixed(0)} % of a core while idle` });
  return found;
}

async function round(number, binary, random, tally) {
  const folder = tempFolder('clock');
  const { environment, jump } = clockOf(folder.path);
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=16', 'diag.level=error'] });
  const load = new Load(server.port, new Book(random), { connections: 2, paceMs: 5 });
  await server.start([], environment);
  const login = loginOf(server);
  const session = { login, cookie: await signIn(server, login), ended: false };
  if (typeof session.cookie === 'number') tally.violate(number, 'login', `answered ${session.cookie}`);
  for (const seconds of JUMPS_S) {
    jump(seconds);
    tally.add(`${number}, ${seconds} s`, [...(await afterJump(server, load, seconds)), ...(await askSession(server, session))]);
  }
  await server.kill();
  await server.start();
  if (typeof (await signIn(server, loginOf(server))) === 'number') tally.violate(number, 'login', 'refused after the next start');
  tally.add(number, await check(server, load.book, { full: true }));
  await endRound(server, load.book, tally);
  folder.remove();
}

export function run(asked) {
  if (!works('faketime', '--version')) throw new Skip('there is no faketime');
  return inRounds('clock', asked, round);
}
