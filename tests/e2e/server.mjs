// Starts the real server for a check, waits for it, and always ends it again.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ADMIN_KEY = 'shk_admin_0123456789abcdef0123456789abcdef';
export const PUBLIC_KEY = 'shk_ingest_0123456789abcdef0123456789abcdef';
const READY_MS_MAX = 20_000;
/** A running server knows a new key after that; tries before it would lock the address out. */
export const KEY_KNOWN_MS = 3500;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** One data folder and one port; the process behind them can be killed and started again. */
export class Server {
  /** `more`: arguments of `shrike serve` beyond folder and address. */
  static async create(binary, more = ['--demo', '--set', 'generator.rate=200']) {
    return new Server(binary, await freePort(), more);
  }

  constructor(binary, port, more) {
    this.binary = binary;
    this.port = port;
    this.more = more;
    this.origin = `http://127.0.0.1:${port}`;
    this.folder = mkdtempSync(join(tmpdir(), 'shrike-e2e-'));
    this.process = null;
    this.printed = '';
  }

  async start() {
    const address = `127.0.0.1:${this.port}`;
    const args = ['serve', '--data-dir', this.folder, '--listen', address, ...this.more];
    this.printed = '';
    this.process = spawn(this.binary, args, {
      env: { ...process.env, SHRIKE_ADMIN_KEY: ADMIN_KEY, SHRIKE_PUBLIC_KEY: PUBLIC_KEY },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk) => (this.printed = (this.printed + chunk).slice(0, 100_000));
    this.process.stdout.on('data', keep);
    this.process.stderr.on('data', keep);
    this.process.once('error', (error) => keep(`\n${error.message}`));
    await this.ready();
  }

  /** Resolves when /ready answers 200. */
  async ready() {
    const end = Date.now() + READY_MS_MAX;
    while (Date.now() < end) {
      if (this.process.exitCode !== null) break;
      const reply = await fetch(`${this.origin}/ready`).catch(() => null);
      await reply?.arrayBuffer();
      if (reply?.status === 200) return;
      await pause(20);
    }
    throw new Error(`the server did not become ready; it printed:\n${this.printed}`);
  }

  /** A key of that role; a running server knows it within seconds. */
  makeKey(role) {
    const args = ['key', 'create', '--role', role, '--data-dir', this.folder];
    return /shk_\S+/.exec(execFileSync(this.binary, args, { encoding: 'utf8' }))[0];
  }

  get loginLink() {
    const found = /http:\S+#login=[\w-]+/.exec(this.printed);
    if (!found) throw new Error(`no sign-in link was printed:\n${this.printed}`);
    return found[0];
  }

  signal(name) {
    this.process.kill(name);
  }

  async kill() {
    const { process: child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Also safe from an exit handler, where nothing can be waited for. */
  discard() {
    this.process?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
