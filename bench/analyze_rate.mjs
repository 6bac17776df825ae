// POST /analyze at fixed rates (open loop: a request's time counts from when it was due), durable, decided, explained and
// stored, against the two things that it cannot do without, at the same rate in the same run: a bare Beast echo of the same
// sizes, and a bare group commit (pwrite + fdatasync) in the same file system. Alternating rounds, medians.
// Usage: node bench/analyze_rate.mjs FOLDER_OF_THE_BUILD [--rates 1000,5000,10000] [--seconds 5] [--rounds 5]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Target } from '../tests/fault/target.mjs';
import { argumentsOf, load, median, output, replyBytes, settled, startEcho, whole } from './support/run.mjs';

const CONNECTIONS = 50;
const RECORD_BYTES = 256; // about what a payment takes in the log
const WARM_UP = { rate: 1_000, seconds: 1, connections: CONNECTIONS };
const { build, rates, seconds, rounds } = argumentsOf({ rates: [1_000, 5_000, 10_000], seconds: 5, rounds: 5 });

function rssMib(server) {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'));
  return Number(kib) / 1024;
}

async function commit(folder, rate) {
  const args = [folder, rate, seconds, RECORD_BYTES].map(String);
  return JSON.parse(await output(join(build, 'bench', 'bench_group_commit'), args));
}

const TIMES = { p50: 'p50_us', p99: 'p99_us', 'p99.9': 'p999_us' };
const eachTime = (text) => Object.entries(TIMES).map(([name, member]) => `${name} ${text(member)}`).join(', ');

function row(name, runs) {
  const times = eachTime((member) => `${median(runs, member).toFixed(0).padStart(6)} us`);
  const errors = runs.reduce((sum, run) => sum + run.errors, 0);
  console.log(`  ${name.padEnd(30)} ${whole(median(runs, 'rate')).padStart(7)}/s, ${times}, errors ${errors}`);
}

function ratios(ours, echo, commits) {
  const times = eachTime((member) => (median(ours, member) / (median(echo, member) + median(commits, member))).toFixed(2));
  console.log(`  ratio to echo + group commit: ${times}`);
}

/** What was answered is stored, and nothing else. */
function counts(before, after, ours) {
  const answered = ours.reduce((sum, run) => sum + run.ok, 0);
  const stored = after.archive.total - before.archive.total;
  if (stored !== answered) throw new Error(`${answered} were answered, ${stored} were stored`);
  return `answered and stored ${whole(stored)}`;
}

async function compare(server, echo, rate) {
  const runs = { echo: [], commit: [], ours: [] };
  const plan = { rate, seconds, connections: CONNECTIONS };
  const before = await settled(server);
  const rss = rssMib(server).toFixed(0);
  for (let round = 0; round < rounds; ++round) {
    runs.echo.push(await load(build, echo.port, plan));
    runs.commit.push(await commit(server.folder, rate));
    runs.ours.push(await load(build, server.port, plan));
    await settled(server); // what is not stored yet is not the next round's
  }
  console.log(`${whole(rate)} requests/s, ${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s`);
  row('Beast echo (baseline)', runs.echo);
  row('group commit (baseline)', runs.commit);
  row('POST /analyze', runs.ours);
  ratios(runs.ours, runs.echo, runs.commit);
  const late = median([...runs.ours, ...runs.echo], 'client_late_p99_us').toFixed(0);
  const memory = `RSS ${rss} MiB at the start, ${rssMib(server).toFixed(0)} MiB at the end`;
  console.log(`  ${counts(before, await settled(server), runs.ours)}; ${memory}; the client's own delay p99 ${late} us`);
}

const server = await Target.make(join(build, 'shrike'), { more: ['durability=power', 'diag.level=warning'] });
await server.start();
const bytes = await replyBytes(server);
const echo = await startEcho(build, bytes);
await load(build, server.port, WARM_UP); // the first rows and pages of every part
await load(build, echo.port, WARM_UP);
console.log(`replies of ${bytes} bytes, durability = power, SQLite`);
for (const rate of rates) await compare(server, echo, rate);
process.exit(0);
