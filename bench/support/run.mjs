// What the Node benches share: arguments, programs that are ended whatever happens, medians.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PUBLIC_KEY } from '../../tests/e2e/server.mjs';
import { atEnd, undoAll } from '../../tests/fault/support.mjs';
import { until } from '../../tests/fault/target.mjs';

process.on('exit', undoAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** FOLDER_OF_THE_BUILD and numbers or lists of them, each with its default: { seconds: 5 } takes --seconds N. */
export function argumentsOf(defaults) {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' }]));
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length !== 1) {
    const usage = Object.entries(defaults).map(([name, value]) => `[--${name} ${value}]`);
    console.error(`usage: node ${process.argv[1]} FOLDER_OF_THE_BUILD ${usage.join(' ')}`);
    process.exit(2);
  }
  const read = (name, text) => (Array.isArray(defaults[name]) ? text.split(',').map(Number) : Number(text));
  const asked = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, read(name, text)]));
  return { build: positionals[0], ...defaults, ...asked };
}

/** A program that does not outlive the bench. */
function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = atEnd(() => child.kill('SIGKILL'));
  child.once('exit', end);
  child.once('error', (error) => console.error(`${command}: ${error.message}`));
  return { child, end };
}

/** What a program prints until it ends well. */
export async function output(command, args) {
  const { child } = start(command, args);
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${signal ?? code}:\n${text}`);
  return text;
}

/** The bare Beast server with replies of so many bytes. */
export async function startEcho(build, bytes) {
  const { child, end } = start(join(build, 'bench', 'bench_http_echo'), ['0', String(bytes)]);
  const [line] = await once(child.stdout, 'data');
  return { port: Number(line), stop: end };
}

/** Bytes of a typical reply of POST /analyze. */
export async function replyBytes(server) {
  const transaction = { transaction_id: 'size', amount: '40.50', currency: 'EUR', card: 'tok_0001', terminal_id: 't-001' };
  const reply = await fetch(`${server.origin}/analyze`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-KEY': PUBLIC_KEY },
    body: JSON.stringify({ transaction }),
  });
  if (reply.status !== 200) throw new Error(`/analyze answered ${reply.status}: ${await reply.text()}`);
  return (await reply.arrayBuffer()).byteLength;
}

let loads = 0;
/** bench_load: `rate` requests a second, 0 = as fast as the answers come. */
export async function load(build, port, { rate = 0, seconds, connections }) {
  loads += 1;
  const numbers = [port, rate, seconds, connections].map(String);
  return JSON.parse(await output(join(build, 'bench', 'bench_load'), [...numbers, `l${loads}-`, PUBLIC_KEY]));
}

/** The stages of GET /stream by their names. */
export async function stages(server) {
  const { body } = await server.read('/stream');
  return Object.fromEntries(body.stages.map((stage) => [stage.id, stage]));
}

/** Resolves when all that the log holds is stored, with the stages. */
export async function settled(server, ms = 120_000) {
  let now;
  const done = await until(async () => (now = await stages(server)).archive.lag === 0 && now.eventlog.lag === 0, ms, 20);
  if (!done) throw new Error(`the archive is ${now.archive.lag} events behind after ${ms / 1000} s: ${await server.words()}`);
  return now;
}

export const medianOf = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const median = (rows, name) => medianOf(rows.map((row) => row[name]));
export const whole = (value) => Math.round(value).toLocaleString('en');
