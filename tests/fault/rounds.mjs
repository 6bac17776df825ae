// The frame of a scenario: some rounds, each with a server and a book of its own.
import { count } from './checker.mjs';
import { Random, Tally } from './support.mjs';

/** `round`: (number, binary, random, tally). */
export async function inRounds(name, { binary, seed, rounds }, round) {
  const random = new Random(seed);
  const tally = new Tally(name, seed);
  for (let number = 1; number <= rounds; ++number) await round(number, binary, random, tally);
  return tally;
}

/** `action` on each, so many at a time. */
export async function inParallel(items, width, action) {
  const left = [...items];
  const worker = async () => {
    while (left.length > 0) await action(left.shift());
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** The end of a server and its book. */
export async function retire(server, book, tally) {
  await server.kill();
  server.remove();
  count(tally, book);
}

export async function endRound(server, book, tally) {
  await retire(server, book, tally);
  tally.counts.rounds += 1;
}
