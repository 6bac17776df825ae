// Clients that send three times what the server can take, whether or not it answers: the excess is refused with words, the
// rest is decided as before, and afterwards all is as it was.
import { Book } from './book.mjs';
import { check } from './checker.mjs';

import { Quota } from './quota.mjs';
import { endRound, inRounds } from './rounds.mjs';
import { storm } from './storm.mjs';
import { Target, until } from './target.mjs';
import { held } from './vitals.mjs';

const CORE_SHARE = 0.2;
const CONNECTIONS = 3_500; // more than server.connections_max
const MEASURED = { rate: 100_000, seconds: 1.5, connectionsMax: 128 };
const NORMAL = 0.8; // of the capacity: a rate that it surely can take
const EXCESS = 3;
const SECONDS = 2;
const GOODPUT_SHARE_MIN = 0.5;
const NORMAL_SHARE_MIN = 0.5;
const REFUSAL_MS_MAX = 10_000;
const AGAIN_MS_MAX = 10_000;
const RSS_MIB_MAX = 512;

const answers = async (server) => (await server.read('/ready').catch(() => ({ status: 0 }))).status === 200;

/** What must not be, in a storm three times too strong. */
function wrongIn(excess, capacity, rssMib) {
  const found = [];
  const wrong = (kind, text) => found.push({ kind, text });
  const share = excess.goodput / capacity;
  if (share < GOODPUT_SHARE_MIN) wrong('goodput', `${(share * 100).toFixed(0)} % of the capacity at ${EXCESS} times the load`);
  const slowest = excess.tookMs(1, 429, 503);
  if (slowest > REFUSAL_MS_MAX) wrong('refusal', `came after ${(slowest / 1000).toFixed(1)} s`);
  if (rssMib > RSS_MIB_MAX) wrong('memory', `${rssMib.toFixed(0)} MiB`);
  return found;
}

async function round(number, binary, random, tally) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=64', 'diag.level=error'] });
  const book = new Book(random);
  await server.start();
  const quota = new Quota(server.process.pid, CORE_SHARE);
  const brew = (name, rate) => storm(server.port, book, name, { rate, seconds: SECONDS, connectionsMax: CONNECTIONS });
  const capacity = (await storm(server.port, book, 'most', MEASURED)).goodput;
  const before = await brew('before', NORMAL * capacity);
  const excess = await brew('excess', EXCESS * capacity);
  tally.add(number, wrongIn(excess, capacity, held(server.process.pid).rssMibTop));
  if (!(await until(() => answers(server), AGAIN_MS_MAX))) tally.violate(number, 'stuck', 'not ready after the excess');
  const after = await brew('after', NORMAL * capacity);
  if (after.goodput < NORMAL_SHARE_MIN * before.goodput) tally.violate(number, 'afterwards', after.words);
  const { rssMib, rssMibTop } = held(server.process.pid);
  quota.lift();
  tally.add(number, await check(server, book));
  await endRound(server, book, tally);
  quota.remove();
  if (number > 1) return;
  tally.note(`capacity ${capacity.toFixed(0)}/s on ${CORE_SHARE} of a core`);
  tally.note(`before: ${before.words}; excess: ${excess.words}; after: ${after.words}`);
  tally.note(`${rssMib.toFixed(0)} MiB, at most ${rssMibTop.toFixed(0)}`);
}

export const run = (asked) => inRounds('overload', asked, round);
