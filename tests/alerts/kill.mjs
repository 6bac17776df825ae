// kill -9 at random instants: every critical decision's alert arrives, and none whose success was written down comes again.
import { execFileSync } from 'node:child_process';
import { Random } from '../fault/support.mjs';
import { Receiver } from './receiver.mjs';
import { alertIdOf, atEnd, channel, pause, raise, serve, until } from './support.mjs';

const SETTLE_MS_MAX = 60_000;

/** Alerts whose success the store knows, read beside the dead server. */
function confirmed(server) {
  const sql = "SELECT alert_id FROM outbox WHERE state = 'delivered'";
  return new Set(execFileSync('sqlite3', ['-readonly', `${server.folder}/shrike.db`, sql], { encoding: 'utf8' }).split('\n').filter(Boolean));
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
  const known = confirmed(server);
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

export async function run(binary, report, { rounds, seed }) {
  const random = new Random(seed);
  const receiver = await Receiver.open([
    (_, response) => {
      const roll = random.next();
      setTimeout(() => response.writeHead(roll < 0.1 ? 500 : 200).end(), random.below(30));
    },
  ]);
  atEnd(() => receiver.close());
  const server = await serve(binary, { 'alerts.webhook.url': `${receiver.url}/hook`, 'eventlog.capacity_mib': 64 });
  await server.start();
  const state = { number: 0, raised: [], stop: false, checks: [] };
  const violations = [];
  for (let number = 0; number < rounds; ++number) await round(server, state, random, receiver, violations);
  const arrived = () => new Set(receiver.requests.map((one) => one.body.alert_id));
  const missing = () => state.raised.filter((id) => !arrived().has(id));
  await until(async () => missing().length === 0 && (await channel(server, 'webhook')).backlog === 0, SETTLE_MS_MAX);
  violations.push(...repeated(receiver, state));
  const ids = receiver.requests.map((one) => one.headers['webhook-id']);
  report.check(`seed ${seed}: no alert is lost`, state.raised.length > 0 && missing().length === 0, missing().slice(0, 5).join());
  report.check(`seed ${seed}: none comes again after it was confirmed`, violations.length === 0, violations.slice(0, 5).join());
  const one = new Set(receiver.requests.map((request) => `${request.headers['webhook-id']} ${request.body.alert_id}`));
  report.check('each alert has one id', one.size === arrived().size && new Set(ids).size === one.size);
  report.note(`${rounds} kills, ${state.raised.length} alerts raised, ${missing().length} lost, ${violations.length} repeated after confirmation, ` +
    `${ids.length} requests for ${one.size} alerts`);
  await server.kill();
}
