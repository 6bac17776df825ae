// Fault tests on the real server.   node run.mjs BINARY [--long] [--seed N] [--only name,...] [--points PATH]
// --points: the executable with named fault points (target shrike_fault_points); without it `points` is left out.
// Exit code: 0 all well, 1 a scenario failed, 77 nothing could run here.
import { parseArgs } from 'node:util';
import { Skip, undoAll } from './support.mjs';

const SKIPPED = 77;
/** Rounds of the short and the long form. */
const SCENARIOS = [
  { name: 'kill', short: 8, long: 200 },
  { name: 'points', short: 3, long: 10 },
  { name: 'power', short: 6, long: 200 },
  { name: 'reorder', short: 1, long: 5 },
  { name: 'wrap', short: 1, long: 5 },
  { name: 'slow_disk', short: 2, long: 20 },
  { name: 'io_errors', short: 3, long: Infinity },
  { name: 'disk_full', short: 1, long: 5 },
  { name: 'pause', short: 1, long: 10 },
  { name: 'postgres', short: 1, long: 5 },
  { name: 'limits', short: 1, long: 5 },
  { name: 'clock', short: 1, long: 5 },
  { name: 'overload', short: 1, long: 5 },
  { name: 'damage', short: 8, long: 200 },
  { name: 'gone', short: 3, long: 18 },
];

function arguments_() {
  const options = { long: { type: 'boolean' }, seed: { type: 'string' }, only: { type: 'string' }, points: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const only = values.only?.split(',') ?? SCENARIOS.map((scenario) => scenario.name);
  const unknown = only.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (positionals.length !== 1 || unknown.length > 0) {
    console.error(`usage: node run.mjs BINARY [--long] [--seed N] [--points PATH] [--only ${SCENARIOS.map((one) => one.name).join(',')}]`);
    process.exit(2);
  }
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  return { binary: positionals[0], points: values.points, long: values.long ?? false, seed, only };
}

async function one({ name, short, long }, asked) {
  const started = performance.now();
  const row = { name, result: 'ok', why: '' };
  try {
    const { run } = await import(`./${name}.mjs`);
    const { binary, points, seed } = asked;
    const tally = await run({ binary, points, seed, rounds: asked.long ? long : short });
    console.log(tally.summary());
    if (tally.violations.length > 0) Object.assign(row, { result: 'failed', why: tally.violations[0] });
  } catch (error) {
    if (!(error instanceof Skip)) console.error(`${name}: seed ${asked.seed}:`, error);
    Object.assign(row, { result: error instanceof Skip ? 'skipped' : 'failed', why: error.message });
  } finally {
    undoAll();
  }
  return { ...row, seconds: ((performance.now() - started) / 1000).toFixed(1) };
}

function print(rows) {
  console.log('');
  for (const { name, result, seconds, why } of rows) {
    console.log(`${name.padEnd(12)} ${result.padEnd(8)} ${seconds.padStart(7)} s  ${why.slice(0, 200)}`.trimEnd());
  }
}

process.on('exit', undoAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const asked = arguments_();
console.log(`fault: seed ${asked.seed}, ${asked.long ? 'long' : 'short'} form`);
const rows = [];
for (const scenario of SCENARIOS) if (asked.only.includes(scenario.name)) rows.push(await one(scenario, asked));
print(rows);
const failed = rows.some((row) => row.result === 'failed');
process.exit(failed ? 1 : rows.every((row) => row.result === 'skipped') ? SKIPPED : 0);
