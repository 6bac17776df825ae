// The server under fault: as in the end-to-end checks, and it can be started behind another program, in a given folder, or with
// nobody waiting for it.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { ADMIN_KEY, freePort, pause, PUBLIC_KEY, Server } from '../e2e/server.mjs';
import { atEnd, tempFolder } from './support.mjs';
import { Vitals } from './vitals.mjs';

export { pause };
const READY_MS_MAX = 10_000;
const WORDS_MS_MAX = 1_000;

export class Target extends Server {
  /** `more`: settings as key=value; `folder`: the data folder, where it must be a certain one. */
  static async make(binary, { more = [], folder = null, database = null } = {}) {
    const args = more.flatMap((setting) => ['--set', setting]);
    if (database) args.push('--database', database);
    const target = new Target(binary, await freePort(), args);
    rmSync(target.folder, { recursive: true });
    target.folder = folder ?? tempFolder('data').path;
    mkdirSync(target.folder, { recursive: true });
    target.forget = atEnd(() => target.discard());
    return target;
  }

  /** Starts without waiting. `prefix`: a program that becomes the server, such as prlimit, or watches it, such as strace -D. */
  launch(prefix = [], environment = {}) {
    const address = `127.0.0.1:${this.port}`;
    const serve = [this.binary, 'serve', '--data-dir', this.folder, '--listen', address, ...this.more];
    const [program, ...args] = [...prefix, ...serve];
    this.printed = '';
    const child = spawn(program, args, {
      env: { ...process.env, SHRIKE_ADMIN_KEY: ADMIN_KEY, SHRIKE_PUBLIC_KEY: PUBLIC_KEY, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk) => (this.printed = (this.printed + chunk).slice(-20_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => keep(`\n${error.message}`));
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    this.process = child;
    this.vitals = null;
  }

  get alive() {
    return this.process !== null && this.process.exitCode === null && this.process.signalCode === null;
  }

  async start(prefix, environment) {
    this.launch(prefix, environment);
    await this.ready();
  }

  async ready() {
    for (const end = Date.now() + READY_MS_MAX; Date.now() < end && this.alive; await pause(10)) {
      const reply = await fetch(`${this.origin}/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
      await reply?.arrayBuffer();
      if (reply?.status === 200) return this.watch();
    }
    throw new Error(`the server did not become ready: ${await this.words()}`);
  }

  watch() {
    const { process: child } = this;
    this.vitals = new Vitals(child.pid, this.port, () => this.process === child && this.alive);
  }

  signal(name) {
    if (name === 'SIGTERM') this.vitals?.stop();
    super.signal(name);
  }

  kill() {
    this.vitals?.stop();
    return super.kill();
  }

  /** What it says about itself, for an error's text. */
  async words() {
    const health = this.alive ? await this.read('/health').catch(() => null) : null;
    const unwell = health?.body.components.filter((component) => component.status !== 'ok') ?? [];
    return unwell.map((component) => `${component.name}: ${component.detail}`).join(', ') || this.printed.trim();
  }

  /** How it ended, or null when it did not within the time. */
  async endedWithin(ms) {
    return Promise.race([this.ended, pause(ms).then(() => null)]);
  }

  /** Whether it ended by itself and said why. The words may come a little after the end. */
  async endedWithWords(ms = 0) {
    const end = await this.endedWithin(ms);
    return end?.code > 0 && (await until(() => this.printed.includes('shrike: '), WORDS_MS_MAX, 10));
  }

  /** SIGTERM; whether it was gone, with code 0, in time. */
  async terminate(ms = 10_000) {
    this.signal('SIGTERM');
    const end = await this.endedWithin(ms);
    if (end === null) await this.kill();
    return end;
  }

  async read(path) {
    const headers = { 'X-API-KEY': ADMIN_KEY };
    const reply = await fetch(this.origin + path, { headers, signal: AbortSignal.timeout(20_000) });
    const body = await reply.json();
    return { status: reply.status, body };
  }

  /** "ok", "degraded" or "down". */
  async component(name) {
    const { body } = await this.read('/health');
    return body.components.find((component) => component.name === name)?.status;
  }

  /** Whether it has told of something amiss since its start. */
  async told() {
    if (/"level":"(warning|error)"/.test(this.printed)) return true;
    const { body } = await this.read('/health');
    return body.status !== 'ok';
  }

  /** The folder too, where it is the server's own. */
  remove() {
    this.forget();
  }
}

/** Asks until `condition` holds; false when it does not within the time. */
export async function until(condition, ms, everyMs = 50) {
  for (const end = Date.now() + ms; ; await pause(everyMs)) {
    if (await condition()) return true;
    if (Date.now() > end) return false;
  }
}
