// PostgreSQL goes away in every way it can: decisions go on, and when it is back everything is there once.
import { Book } from './book.mjs';
import { check, count } from './checker.mjs';
import { Load } from './client.mjs';
import { Cluster } from './cluster.mjs';
import { Random, Tally } from './support.mjs';
import { pause, Target } from './target.mjs';

const AWAY_MS = 1_500;
const DRAIN_MS_MAX = 10_000;
const AT_ONCE_MS_MAX = 2_000;

async function everySecond(times, action) {
  for (let i = 0; i < times; ++i) {
    action();
    await pause(1_000);
  }
}

/** What happens to the cluster; each ends with a cluster that works. */
const FAULTS = {
  async 'restarted at once'(cluster) {
    await cluster.stop();
    await cluster.start();
  },
  async killed(cluster) {
    await cluster.kill();
    await cluster.start();
  },
  async 'away'(cluster) {
    await cluster.stop();
    await pause(AWAY_MS);
    await cluster.start();
  },
  'connections cut': (cluster) => everySecond(3, () => cluster.terminateBackends()),
  async frozen(cluster) {
    const thaw = cluster.freeze();
    await pause(AWAY_MS);
    thaw();
  },
  async 'read-only'(cluster) {
    cluster.readOnly(true);
    await pause(AWAY_MS);
    cluster.readOnly(false);
  },
};

async function one(name, cluster, server, book, tally) {
  const load = new Load(server.port, book, { connections: 4, paceMs: 10 });
  load.start();
  await pause(200);
  const before = book.acknowledged.length;
  await FAULTS[name](cluster);
  const decided = book.acknowledged.length - before;
  await pause(200);
  await load.finish();
  if (decided === 0) tally.violate(name, 'stopped', 'nothing was decided meanwhile');
  if (!server.alive) {
    tally.violate(name, 'died', server.printed);
    await server.start();
  }
  tally.add(name, await check(server, book));
  tally.counts.rounds += 1;
  return `${decided} while ${name}`;
}

async function endInTime(server, tally) {
  server.signal('SIGTERM');
  const first = await server.endedWithin(DRAIN_MS_MAX);
  if (first?.code === 0) return;
  tally.violate('end', 'SIGTERM', `with the store away: ${JSON.stringify(first)} within ${DRAIN_MS_MAX / 1000} s`);
  server.signal('SIGTERM');
  const second = await server.endedWithin(AT_ONCE_MS_MAX);
  if (second === null) tally.violate('end', 'second SIGTERM', `with the store away: not ended within ${AT_ONCE_MS_MAX / 1000} s`);
  await server.kill();
}

/** Longer than the archive's queue holds out, and then the end: SIGTERM is obeyed, and nothing that was acknowledged is lost. */
async function endWhileAway(cluster, server, book, tally) {
  const load = new Load(server.port, book, { connections: 8, paceMs: 0 });
  await cluster.stop();
  load.start();
  await pause(2_000);
  await endInTime(server, tally);
  await load.abandon();
  await cluster.start();
  await server.start();
  tally.add('end', await check(server, book, { full: true }));
}

export async function run({ binary, seed, rounds }) {
  const random = new Random(seed);
  const tally = new Tally('postgres', seed);
  const cluster = await Cluster.create();
  const more = ['eventlog.capacity_mib=64', 'diag.level=error'];
  const server = await Target.make(binary, { more, database: cluster.url });
  const book = new Book(random);
  await server.start();
  for (let number = 1; number <= rounds; ++number) {
    const decided = [];
    for (const name of Object.keys(FAULTS)) decided.push(await one(name, cluster, server, book, tally));
    if (number === 1) tally.note(`decided: ${decided.join(', ')}`);
  }
  await endWhileAway(cluster, server, book, tally);
  await server.kill();
  server.remove();
  await cluster.remove();
  count(tally, book);
  return tally;
}
