// A PostgreSQL cluster of the test's own, to stop, kill and freeze.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, openSync, closeSync, readFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../e2e/server.mjs';
import { atEnd, must, Skip, tempFolder } from './support.mjs';
import { until } from './target.mjs';

const PROGRAMS = '/usr/lib/postgresql/15/bin';
const USER = 'shrike';
// After a crash it would sync every file of the folder, one by one.
const QUICK = ['-c', 'recovery_init_sync_method=syncfs', '-c', 'shared_buffers=32MB', '-c', 'max_connections=20'];

/** PostgreSQL does not run as root. */
function account() {
  if (process.getuid() !== 0) return {};
  try {
    return { uid: Number(must('id', '-u', 'postgres')), gid: Number(must('id', '-g', 'postgres')) };
  } catch {
    throw new Skip('there is no user postgres, and PostgreSQL does not run as root');
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}

export class Cluster {
  static async create() {
    if (!existsSync(`${PROGRAMS}/initdb`)) throw new Skip(`there is no PostgreSQL in ${PROGRAMS}`);
    const cluster = new Cluster(await freePort(), account());
    await cluster.initialise();
    return cluster;
  }

  constructor(port, owner) {
    Object.assign(this, { port, owner, process: null });
    this.folder = tempFolder('postgres');
    this.data = join(this.folder.path, 'data');
    this.url = `postgresql://${USER}@127.0.0.1:${port}/shrike`;
    this.forget = atEnd(() => this.discard());
  }

  async initialise() {
    if (this.owner.uid !== undefined) chownSync(this.folder.path, this.owner.uid, this.owner.gid);
    const options = ['-D', this.data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
    const made = spawnSync(`${PROGRAMS}/initdb`, options, { ...this.owner, cwd: this.folder.path, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
    await this.start();
    this.query('CREATE DATABASE shrike', 'postgres');
  }

  async start() {
    const address = ['-k', this.folder.path, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1'];
    const options = ['-D', this.data, ...address, ...QUICK];
    const file = openSync(join(this.folder.path, 'output'), 'a');
    const stdio = ['ignore', file, file];
    this.process = spawn(`${PROGRAMS}/postgres`, options, { ...this.owner, cwd: this.folder.path, stdio });
    closeSync(file);
    const child = this.process;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    if (!(await until(() => this.answers(), 20_000, 100))) throw new Error(`PostgreSQL does not start: ${this.words}`);
  }

  get words() {
    return readFileSync(join(this.folder.path, 'output'), 'utf8').slice(-1_000);
  }

  answers() {
    return spawnSync(`${PROGRAMS}/pg_isready`, ['-h', '127.0.0.1', '-p', String(this.port)], { stdio: 'ignore' }).status === 0;
  }

  query(sql, database = 'shrike') {
    const options = ['-h', '127.0.0.1', '-p', String(this.port), '-U', USER, '-d', database, '-qtAX', '-c', sql];
    return must(`${PROGRAMS}/psql`, ...options).trim();
  }

  /** SIGQUIT: at once, without a checkpoint, as pg_ctl stop -m immediate. */
  async stop() {
    this.process.kill('SIGQUIT');
    await this.ended;
  }

  /** The postmaster only; its children notice and end. */
  async kill() {
    const children = this.children();
    this.process.kill('SIGKILL');
    await this.ended;
    const gone = () => !children.some((pid) => existsSync(`/proc/${pid}`));
    if (!(await until(gone, 5_000))) for (const pid of children) signal(pid, 'SIGKILL');
    await until(gone, 5_000);
  }

  children() {
    const { pid } = this.process;
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  }

  /** The server's own connections. */
  backends() {
    const rows = this.query(`SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'shrike %'`);
    return rows === '' ? [] : rows.split('\n').map(Number);
  }

  freeze() {
    const pids = this.backends();
    for (const pid of pids) signal(pid, 'SIGSTOP');
    return () => pids.forEach((pid) => signal(pid, 'SIGCONT'));
  }

  terminateBackends() {
    this.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'shrike %'`);
  }

  readOnly(on) {
    this.query(`ALTER DATABASE shrike SET default_transaction_read_only = ${on ? 'on' : 'off'}`, 'postgres');
    // A setting of the database counts for new connections only.
    this.terminateBackends();
  }

  /** Also for an exit handler, where nothing can be waited for. */
  discard() {
    if (this.process === null || this.process.exitCode !== null || this.process.signalCode !== null) return;
    for (const pid of this.children()) signal(pid, 'SIGKILL');
    this.process.kill('SIGKILL');
  }

  async remove() {
    await this.stop();
    this.forget();
    // Shared memory that a killed postmaster left is taken over or removed by the next; this folder had the last one.
    this.folder.remove();
  }
}
