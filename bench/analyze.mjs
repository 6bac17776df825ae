// POST /analyze of the real server (its own process; decided, explained, in the event log, stored in SQLite) against a
// bare Beast echo that takes requests and gives replies of the same sizes. Closed loop by wrk, alternating rounds, medians.
// Usage: node bench/analyze.mjs FOLDER_OF_THE_BUILD
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PUBLIC_KEY, Server } from '../tests/e2e/server.mjs';

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 64;
const REQUESTS = fileURLToPath(new URL('analyze.lua', import.meta.url));
const [build] = process.argv.slice(2);
if (!build) {
  console.error('usage: node bench/analyze.mjs FOLDER_OF_THE_BUILD');
  process.exit(2);
}

async function output(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${text}`);
  return text;
}

const UNIT_US = { us: 1, ms: 1e3, s: 1e6 };
function microseconds(text, percentile) {
  const [, value, unit] = new RegExp(`${percentile}%\\s+([\\d.]+)(us|ms|s)`).exec(text);
  return Number(value) * UNIT_US[unit];
}

let runs = 0;
async function load(port) {
  runs += 1;
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '--latency', '-s', REQUESTS, `http://127.0.0.1:${port}`];
  const text = await output('wrk', [...args, '--', `b${runs}`, PUBLIC_KEY]);
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`not every request was answered:\n${text}`);
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]);
  return { rate, p50: microseconds(text, 50), p99: microseconds(text, 99) };
}

const median = (rows, name) => rows.map((row) => row[name]).sort((a, b) => a - b)[Math.floor(rows.length / 2)];

/** Bytes of a typical reply. */
async function replyBytes(server) {
  const transaction = { transaction_id: 'size', amount: '40.50', currency: 'EUR', card: 'tok_0001', terminal_id: 't-001' };
  const reply = await fetch(`${server.origin}/analyze`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-KEY': PUBLIC_KEY },
    body: JSON.stringify({ transaction }),
  });
  if (reply.status !== 200) throw new Error(`/analyze answered ${reply.status}: ${await reply.text()}`);
  return (await reply.arrayBuffer()).byteLength;
}

async function startEcho(bytes) {
  const child = spawn(join(build, 'bench', 'bench_http_echo'), ['0', String(bytes)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, port: Number(line) };
}

function print(name, rows, baseline) {
  const rate = median(rows, 'rate');
  const compared = baseline ? `, ratio ${(rate / median(baseline, 'rate')).toFixed(2)}` : ' (baseline)';
  const times = `p50 ${median(rows, 'p50').toFixed(0)} us, p99 ${median(rows, 'p99').toFixed(0)} us`;
  console.log(`${name.padEnd(34)} ${rate.toFixed(0).padStart(7)} requests/s, ${times}${compared}`);
}

async function compare(durability) {
  const server = await Server.create(join(build, 'shrike'), ['--set', `durability=${durability}`, '--set', 'diag.level=warning']);
  let echo;
  try {
    await server.start();
    const bytes = await replyBytes(server);
    echo = await startEcho(bytes);
    const ours = [];
    const baseline = [];
    await load(server.port); // the first rows and pages of every part
    for (let round = 0; round < ROUNDS; ++round) {
      ours.push(await load(server.port));
      baseline.push(await load(echo.port));
    }
    console.log(`${CONNECTIONS} connections, replies of ${bytes} bytes, durability = ${durability}, ${ROUNDS} rounds of ${SECONDS} s`);
    print('Beast echo', baseline);
    print('POST /analyze', ours, baseline);
  } finally {
    echo?.child.kill('SIGKILL');
    server.discard();
  }
}

for (const durability of ['power', 'process']) await compare(durability);
