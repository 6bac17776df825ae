// What every fault scenario needs: a random source with a seed, programs, and a list of what must be undone whatever happens.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Thrown where a scenario cannot run; the text says why. */
export class Skip extends Error {}

/** The same seed gives the same numbers. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** From 0 up to but not including 1 (mulberry32). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(count) {
    return Math.floor(this.next() * count);
  }

  pick(items) {
    return items[this.below(items.length)];
  }

  /** Each order of magnitude is as likely as the next. */
  logUniform(low, high) {
    return low * (high / low) ** this.next();
  }
}

const undo = new Set();

/** `action` runs at the latest when the program ends; call what is returned to run it earlier. It must not wait. */
export function atEnd(action) {
  const once = () => {
    if (!undo.delete(once)) return;
    action();
  };
  undo.add(once);
  return once;
}

/** Newest first, because a mount has to go before its folder. */
export function undoAll() {
  for (const action of [...undo].reverse()) {
    try {
      action();
    } catch (error) {
      console.error(`cleaning up: ${error.message}`);
    }
  }
}

export function tempFolder(name) {
  const path = mkdtempSync(join(tmpdir(), `shrike-fault-${name}-`));
  const remove = atEnd(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return { path, remove };
}

/** Runs a program to its end; an error carries what it said. */
export function must(program, ...args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')}: ${error.stderr?.trim() || error.message}`);
  }
}

export const works = (program, ...args) => spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;

export function needRoot() {
  if (process.getuid?.() !== 0) throw new Skip('mounting needs root');
}

/** What a scenario counts, and what it found wrong. */
export class Tally {
  constructor(name, seed) {
    this.name = name;
    this.seed = seed;
    this.counts = { rounds: 0, acknowledged: 0, unknown: 0, refused: 0, lost: 0, twice: 0, invented: 0 };
    this.violations = [];
    this.notes = [];
  }

  violate(round, kind, text) {
    this.violations.push(`${kind}: ${text}`);
    console.log(`  ${this.name}: round ${round}, seed ${this.seed}: ${kind}: ${text}`);
  }

  /** One line a round and kind, however many events it was. */
  add(round, violations) {
    const kinds = new Map();
    for (const one of violations) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
    for (const [kind, list] of kinds) {
      if (kind in this.counts) this.counts[kind] += list.length;
      this.violate(round, kind, `${list.length} times, the first: ${list[0].text}`);
    }
  }

  note(text) {
    this.notes.push(text);
  }

  summary() {
    const counts = Object.entries(this.counts).map(([name, value]) => `${value} ${name}`);
    return [`${this.name}: ${counts.join(', ')}`, ...this.notes].join('; ');
  }
}
