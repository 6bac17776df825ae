// kill -9 at random instants: every critical decision's alert arrives, and none whose success was written down comes again.
import { execFileSync } from 'node:child_process';
import { Cluster } from '../fault/cluster.mjs';
import { Random, Skip } from '../fault/support.mjs';
import { Receiver } from './receiver.mjs';
import { alertIdOf, atEnd, channel, pause, raise, serve, until } from './support.mjs';

const SETTLE_MS_MAX = 60_000;

/** Alerts whose success the store knows, read beside the dead server. */
function confirmed(server, cluster) {
  const sql = "SELECT alert_id FROM outbox WHERE state = 'delivered'";
  const file = `${server.folder}/shrike.db`;
  const rows = cluster ? cluster.query(sql) : execFileSync('sqlite3', ['-readonly', file, sql], { encoding: 'utf8' });
  return new Set(rows.split('\n').filter(Boolean));
}

/** Raises alerts until told to stop; keeps those that were answered. */
async function load(server, state, random) {
  while (!state.stop) {
    state.number += 1;
    const reply = await raise(server, `555-${state.number}`).catch(() => null);
    if (reply) state.raised.push(alertIdOf(reply));
    await pause(random.below(20));
  }
}

async function round(server, state, random, receiver, violations) {
  state.stop = false;
  const loads = [load(server, state, random), load(server, state, random)];
  await pause(random.logUniform(5, 800));
  await server.kill();
  state.stop = true;
  await Promise.all(loads);
  // What was on its way when the server died still reaches the receiver.
  await pause(50);
  const known = confirmed(server, state.cluster);
  const seen = receiver.requests.length;
  await server.start();
  state.checks.push({ known, seen });
  violations.push(...repeated(receiver, state));
}

/** Requests for alerts that were confirmed before they came. */
function repeated(receiver, state) {
  const found = [];
  for (const { known, seen } of state.checks) {
    for (const request of receiver.requests.slice(seen)) {
      if (known.has(request.body.alert_id)) found.push(request.body.alert_id);
    }
  }
  return found;
}

async function rounds_(binary, report, { rounds, seed, cluster }) {
  const random = new Random(seed);
  const receiver = await Receiver.open([
    (_, response) => {
      const roll = random.next();
      setTimeout(() => response.writeHead(roll < 0.1 ? 500 : 200).end(), random.below(30));
    },
  ]);
  atEnd(() => receiver.close());
  const server = await serve(binary, { 'alerts.webhook.url': `${receiver.url}/hook`, 'eventlog.capacity_mib': 64,
    ...(cluster ? { 'database.url': cluster.url } : {}) });
  await server.start();
  const state = { number: 0, raised: [], stop: false, checks: [], cluster };
  const violations = [];
  for (let number = 0; number < rounds; ++number) await round(server, state, random, receiver, violations);
  const arrived = () => new Set(receiver.requests.map((one) => one.body.alert_id));
  const missing = () => state.raised.filter((id) => !arrived().has(id));
  await until(async () => missing().length === 0 && (await channel(server, 'webhook')).backlog === 0, SETTLE_MS_MAX);
  violations.push(...repeated(receiver, state));
  const where = `${cluster ? 'PostgreSQL' : 'SQLite'}, seed ${seed}`;
  report.check(`${where}: no alert is lost`, state.raised.length > 0 && missing().length === 0, missing().slice(0, 5).join());
  report.check(`${where}: none comes again after it was confirmed`, violations.length === 0, violations.slice(0, 5).join());
  const ids = new Set(receiver.requests.map((request) => `${request.headers['webhook-id']} ${request.body.alert_id}`));
  report.check(`${where}: each alert has one id`, ids.size === arrived().size);
  report.note(`${where}: ${rounds} kills, ${state.raised.length} alerts raised, ${missing().length} lost, ` +
    `${violations.length} repeated after confirmation, ${receiver.requests.length} requests for ${ids.size} alerts`);
  await server.kill();
  receiver.close();
}

/** The store is spoilt behind the server's back; the checks above must see it, or they prove nothing. */
async function control(binary, report) {
  const receiver = await Receiver.open([(_, response) => setTimeout(() => response.end(), 200)]);
  atEnd(() => receiver.close());
  const server = await serve(binary, { 'alerts.webhook.url': `${receiver.url}/hook` });
  const spoil = (sql) => execFileSync('sqlite3', [`${server.folder}/shrike.db`, sql]);
  await server.start();
  const raised = [];
  for (let number = 0; number < 40; ++number) raised.push(alertIdOf(await raise(server, `555-${number}`)));
  await until(() => confirmed(server).size > 0);
  await server.kill();
  spoil("DELETE FROM outbox WHERE state = 'pending'");
  const known = confirmed(server);
  spoil("UPDATE outbox SET state = 'pending' WHERE id = (SELECT min(id) FROM outbox WHERE state = 'delivered')");
  const seen = receiver.requests.length;
  await server.start();
  await until(() => receiver.requests.length > seen); // a backlog of 0 may be that of a start that has not looked yet
  await until(async () => (await channel(server, 'webhook')).backlog === 0);
  const arrived = new Set(receiver.requests.map((one) => one.body.alert_id));
  report.check('control: a row taken away is seen as lost', raised.some((id) => !arrived.has(id)));
  report.check('control: a row put back is seen as repeated', repeated(receiver, { checks: [{ known, seen }] }).length > 0);
  await server.kill();
  receiver.close();
}

export async function run(binary, report, { rounds, seed }) {
  await control(binary, report);
  await rounds_(binary, report, { rounds, seed });
  try {
    const cluster = await Cluster.create();
    atEnd(() => cluster.discard());
    await rounds_(binary, report, { rounds: Math.ceil(rounds / 4), seed: seed + 1, cluster });
    await cluster.remove();
  } catch (error) {
    if (!(error instanceof Skip)) throw error;
    report.note(`PostgreSQL is left out: ${error.message}`);
  }
}
