// POST /analyze of the real server (its own process; decided, explained, in the event log, stored in SQLite) against a
// bare Beast echo that takes requests and gives replies of the same sizes. Closed loop by wrk, alternating rounds, medians.
// Usage: node bench/analyze.mjs FOLDER_OF_THE_BUILD [--rounds 5] [--seconds 4]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PUBLIC_KEY } from '../tests/e2e/server.mjs';
import { Target } from '../tests/fault/target.mjs';
import { argumentsOf, median, output, replyBytes, startEcho } from './support/run.mjs';

const CONNECTIONS = 64;
const REQUESTS = fileURLToPath(new URL('analyze.lua', import.meta.url));
const { build, rounds, seconds } = argumentsOf({ rounds: 5, seconds: 4 });

const UNIT_US = { us: 1, ms: 1e3, s: 1e6 };
function microseconds(text, percentile) {
  const [, value, unit] = new RegExp(`${percentile}%\\s+([\\d.]+)(us|ms|s)`).exec(text);
  return Number(value) * UNIT_US[unit];
}

let runs = 0;
async function load(port) {
  runs += 1;
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', '-s', REQUESTS, `http://127.0.0.1:${port}`];
  const text = await output('wrk', [...args, '--', `b${runs}`, PUBLIC_KEY]);
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`not every request was answered:\n${text}`);
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
  return { rate, p50: microseconds(text, 50), p99: microseconds(text, 99) };
}

function print(name, rows, baseline) {
  const rate = median(rows, 'rate');
  const compared = baseline ? `, ratio ${(rate / median(baseline, 'rate')).toFixed(2)}` : ' (baseline)';
  const times = `p50 ${median(rows, 'p50').toFixed(0)} us, p99 ${median(rows, 'p99').toFixed(0)} us`;
  console.log(`${name.padEnd(34)} ${rate.toFixed(0).padStart(7)} requests/s, ${times}${compared}`);
}

async function compare(durability) {
  const server = await Target.make(join(build, 'shrike'), { more: [`durability=${durability}`, 'diag.level=warning'] });
  await server.start();
  const bytes = await replyBytes(server);
  const echo = await startEcho(build, bytes);
  const ours = [];
  const baseline = [];
  await load(server.port); // the first rows and pages of every part
  for (let round = 0; round < rounds; ++round) {
    ours.push(await load(server.port));
    baseline.push(await load(echo.port));
  }
  console.log(`${CONNECTIONS} connections, replies of ${bytes} bytes, durability = ${durability}, ${rounds} rounds of ${seconds} s`);
  print('Beast echo', baseline);
  print('POST /analyze', ours, baseline);
  echo.stop();
  await server.kill();
  server.remove();
}

for (const durability of ['power', 'process']) await compare(durability);
process.exit(0);
