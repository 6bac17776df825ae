// Words about the lists and an import into them.
import { describe, expect, it } from 'vitest';
import { IMPORT_ROWS_MAX } from '../../src/api/blocklist';
import {
  fieldOf,
  foundWords,
  importFormat,
  importProblem,
  importWords,
  kindWord,
  rowsIn,
  sourceWord,
} from '../../src/format/list-words';

const CSV = 'kind,value\nphone,555-1\n\nphone,555-2\n';
const NDJSON = '\n{"kind":"phone","value":"555-1"}\n{"kind":"card","value":"t"}';

describe('rows of an import', () => {
  it('are counted without blank lines and the names of columns', () => {
    expect([importFormat(CSV), rowsIn(CSV)]).toEqual(['csv', 2]);
    expect(foundWords('kind,value\nip,10.0.0.1')).toBe('CSV, 1 row');
    expect([importFormat(NDJSON), rowsIn(NDJSON)]).toEqual(['ndjson', 2]);
    expect(rowsIn('kind,value')).toBe(0);
  });

  it('may be sent where there are some and not too many', () => {
    expect([CSV, NDJSON].map(importProblem)).toEqual(['', '']);
    expect(importProblem(' \n')).toContain('Choose a file');
    expect(importProblem('kind,value\n')).toContain('no row');
    expect(importProblem(`kind,value\n${'ip,10.0.0.1\n'.repeat(IMPORT_ROWS_MAX)}`)).toBe('');
    expect(importProblem(`kind,value\n${'ip,10.0.0.1\n'.repeat(IMPORT_ROWS_MAX + 1)}`)).toContain(
      '10,001',
    );
    expect(importProblem(`kind,value\nip,${'x'.repeat(17 * 1024 * 1024)}`)).toContain('MiB');
  });
});

describe('words', () => {
  it('say what was taken and what was not', () => {
    expect(importWords({ accepted: 2, rejected: 0, rejections: [] })).toBe('2 rows taken.');
    expect(importWords({ accepted: 1, rejected: 1200, rejections: [] })).toMatch(
      /^1 row taken, 1,200 rows refused\./,
    );
  });

  it('name the field, the kind and the source', () => {
    expect([fieldOf('/expires_at'), fieldOf('')]).toEqual(['expires_at', 'the row']);
    expect([kindWord('ip'), kindWord('x')]).toEqual(['IP address', 'x']);
    expect([sourceWord('automatic'), sourceWord('analyst'), sourceWord(null)]).toEqual([
      'Shrike',
      'a person',
      '–',
    ]);
  });
});
