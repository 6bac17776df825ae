// Decisions per second (POST /analyze, durable, closed loop) while PostgreSQL is away, against the rate while it is there,
// and how fast the backlog is stored when it is back. Nothing that was answered may be missing or there twice. Alternating
// rounds, medians. Usage: node bench/outage.mjs FOLDER_OF_THE_BUILD [--seconds 5] [--rounds 3]
import { join } from 'node:path';
import { Cluster } from '../tests/fault/cluster.mjs';
import { pause, Target } from '../tests/fault/target.mjs';
import { argumentsOf, load, median, settled, stages, whole } from './support/run.mjs';

const CONNECTIONS = 64;
const EVENTS_PER_S_MAX = 60_000;
const EVENT_BYTES = 400; // in the log, with room to spare
const LOOK_MS = 5;
const { build, seconds, rounds } = argumentsOf({ seconds: 5, rounds: 3 });

/** From the moment PostgreSQL answers: when the first row is stored, and how fast the others follow. */
async function drain(server) {
  const start = performance.now();
  const { archive: before } = await stages(server);
  let now = before;
  while (now.total === before.total) {
    await pause(LOOK_MS);
    now = (await stages(server)).archive;
  }
  const first = performance.now();
  const left = now.lag;
  await settled(server);
  return { backlog: before.lag, waited: (first - start) / 1e3, rate: (left * 1e3) / (performance.now() - first) };
}

async function round(cluster, server) {
  const plan = { seconds, connections: CONNECTIONS };
  const there = await load(build, server.port, plan);
  await settled(server);
  await cluster.stop();
  const away = await load(build, server.port, plan);
  await cluster.start();
  return { there, away, back: await drain(server) };
}

function print(rows) {
  const [there, away, back] = ['there', 'away', 'back'].map((name) => rows.map((row) => row[name]));
  const rate = median(there, 'rate');
  const line = (name, runs, unit) => {
    const compared = runs === there ? ' (baseline)' : `, ratio ${(median(runs, 'rate') / rate).toFixed(2)}`;
    return `${name.padEnd(18)} ${whole(median(runs, 'rate')).padStart(7)} ${unit}${compared}`;
  };
  const times = (runs) => `p50 ${median(runs, 'p50_us').toFixed(0)} us, p99 ${median(runs, 'p99_us').toFixed(0)} us`;
  console.log(`${line('PostgreSQL there', there, 'decisions/s')}, ${times(there)}`);
  console.log(`${line('PostgreSQL away', away, 'decisions/s')}, ${times(away)}`);
  const [backlog, waited] = [whole(median(back, 'backlog')), median(back, 'waited').toFixed(2)];
  console.log(`${line('back again', back, 'rows/s')}; ${backlog} rows, the first ${waited} s after PostgreSQL answered`);
}

/** The ids of the client are all different. */
function compareCounts(cluster, rows) {
  const runs = rows.flatMap((row) => [row.there, row.away]);
  const [answered, errors] = ['ok', 'errors'].map((name) => runs.reduce((sum, run) => sum + run[name], 0));
  const [stored, different] = cluster.query('SELECT count(*), count(DISTINCT event_id) FROM decisions').split('|').map(Number);
  console.log(`answered ${whole(answered)}, stored ${whole(stored)}, of them different ${whole(different)}; errors ${errors}`);
  if (errors > 0 || stored !== answered || different !== stored) throw new Error('something was refused, lost or stored twice');
}

const cluster = await Cluster.create();
const capacity = Math.max(256, Math.ceil((EVENTS_PER_S_MAX * seconds * EVENT_BYTES) / 2 ** 20));
const more = ['durability=power', 'diag.level=off', `eventlog.capacity_mib=${capacity}`];
const server = await Target.make(join(build, 'shrike'), { more, database: cluster.url });
const rows = [];
try {
  await server.start();
  for (let number = 0; number < rounds; ++number) rows.push(await round(cluster, server));
  console.log(`${CONNECTIONS} connections, durability = power, ${rounds} rounds of ${seconds} s there and ${seconds} s away`);
  print(rows);
  compareCounts(cluster, rows);
} finally {
  await server.kill();
  await cluster.remove(); // killed instead, as by the exit handler, it would leave shared memory
}
process.exit(0);
