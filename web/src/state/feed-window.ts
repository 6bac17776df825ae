// Which rows the feed shows: it follows the newest ones, unless somebody is reading.

export interface FeedWindow<T> {
  rows: T[];
  /** How many newer rows wait behind the "new" chip. */
  pending: number;
}

export function feedWindow<T extends { id: string }>(
  shown: T[],
  latest: T[],
  held: boolean,
): FeedWindow<T> {
  const top = shown[0];
  if (!held || !top) return { rows: latest, pending: 0 };
  const at = latest.findIndex((row) => row.id === top.id);
  // Gone from the bounded list: everything in it is newer than what is shown.
  return { rows: shown, pending: at === -1 ? latest.length : at };
}
