// POST /analyze at a fixed rate (open loop), durable and stored, while the transaction model is trained again and again,
// against the same rate without training in the same run. Alternating rounds, medians; what was answered is stored.
// Usage: node bench/retrain.mjs FOLDER_OF_THE_BUILD [--rate 1000] [--seconds 10] [--rounds 5] [--examples 10000]
import { join } from 'node:path';
import { ADMIN_KEY } from '../tests/e2e/server.mjs';
import { Target } from '../tests/fault/target.mjs';
import { argumentsOf, load, median, settled, whole } from './support/run.mjs';

const CONNECTIONS = 50;
const { build, rate, seconds, rounds, examples } = argumentsOf({ rate: 1_000, seconds: 10, rounds: 5, examples: 10_000 });

/** Payments with their truth, large ones mostly fraud, the same in every run. */
function transactions() {
  let state = 1;
  const below = (count) => (state = (state * 48_271) % 2_147_483_647) % count; // the minimal standard generator (Park, Miller 1988)
  const start = Date.UTC(2026, 0, 1);
  return Array.from({ length: examples }, (_, i) => {
    const fraud = below(20) === 0;
    return {
      transaction_id: `r-${i}`,
      amount: (fraud ? 200 : 20) + below(300),
      currency: 'EUR',
      timestamp: new Date(start + i * 300_000).toISOString(),
      card: `tok_r${below(500)}`,
      terminal_id: `term-r${below(200)}`,
      is_fraud: fraud,
    };
  });
}

const body = JSON.stringify({ transactions: transactions() });
let trainings = 0;

/** One training after another until the load is done. */
async function train(server, done) {
  const headers = { 'Content-Type': 'application/json', 'X-API-KEY': ADMIN_KEY };
  while (!done.value) {
    const reply = await fetch(`${server.origin}/retrain`, { method: 'POST', headers, body });
    const text = await reply.text();
    if (reply.status === 200) trainings += 1;
    else if (reply.status !== 202 && reply.status !== 409) throw new Error(`/retrain answered ${reply.status}: ${text}`);
    if (reply.status !== 200) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function underTraining(server, plan) {
  const done = { value: false };
  const training = train(server, done);
  const run = await load(build, server.port, plan);
  done.value = true;
  await training;
  return run;
}

const server = await Target.make(join(build, 'shrike'), { more: ['durability=power', 'diag.level=warning'] });
await server.start();
const plan = { rate, seconds, connections: CONNECTIONS };
await load(build, server.port, { rate: 1_000, seconds: 1, connections: CONNECTIONS });
const before = await settled(server);
const runs = { without: [], with: [] };
for (let round = 0; round < rounds; ++round) {
  runs.without.push(await load(build, server.port, plan));
  await settled(server);
  runs.with.push(await underTraining(server, plan));
  await settled(server);
}
const after = await settled(server);
console.log(`${whole(rate)} requests/s, ${rounds} rounds of ${seconds} s, ${trainings} trainings on ${whole(examples)} payments`);
for (const [name, list] of [['without training (baseline)', runs.without], ['while training', runs.with]]) {
  const times = ['p50_us', 'p99_us', 'p999_us'].map((member) => `${member.slice(0, -3)} ${whole(median(list, member))} us`);
  const errors = list.reduce((sum, run) => sum + run.errors, 0);
  console.log(`  ${name.padEnd(28)} ${whole(median(list, 'rate'))}/s, ${times.join(', ')}, errors ${errors}`);
}
const ratio = (member) => (median(runs.with, member) / median(runs.without, member)).toFixed(2);
console.log(`  ratio: p50 ${ratio('p50_us')}, p99 ${ratio('p99_us')}, p99.9 ${ratio('p999_us')}`);
const answered = [...runs.without, ...runs.with].reduce((sum, run) => sum + run.ok, 0);
const stored = after.archive.total - before.archive.total;
console.log(`  answered ${whole(answered)}, stored ${whole(stored)}${stored < answered ? ': SOME ARE MISSING' : ''}`);
process.exit(stored < answered ? 1 : 0);
