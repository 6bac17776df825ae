// Words about erasures and their certificates.
import type { Certificate } from '../api/erasures';
import { kindWord } from './list-words';
import { exact } from './number';

const tables: Record<string, string> = {
  decisions: 'Decisions',
  labels: 'Labels',
  alerts: 'Alerts',
  cases: 'Cases',
  case_events: 'Notes and history of cases',
  blocklist: 'Entries of lists',
  silences: 'Silences',
  outbox: 'Messages to channels',
  training_messages: 'Messages kept to learn from',
};

export const tableWord = (table: string): string => tables[table] ?? table.replaceAll('_', ' ');

/** The tables where something was, most rows first. */
export const erasedRows = ({ rows }: Certificate): [words: string, count: string][] =>
  Object.entries(rows)
    .sort(([, a], [, b]) => b - a)
    .map(([table, count]) => [tableWord(table), exact(count)]);

export const rowsErased = ({ rows }: Certificate): number =>
  Object.values(rows).reduce((sum, count) => sum + count, 0);

/** What is about to happen, before it does. */
export const erasureWarning = (kind: string, id: string): string =>
  `Everything that names the ${kindWord(kind).toLowerCase()} ${id} is rewritten or destroyed: in ` +
  'the store, the event log and the checkpoints. Nobody can take this back. Backups and other ' +
  'ids of the same person are not reached.';

export const certificateFile = ({ id }: Certificate): string => `erasure-certificate-${id}.json`;
