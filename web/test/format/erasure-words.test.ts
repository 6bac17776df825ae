// Words about erasures.
import { describe, expect, it } from 'vitest';
import {
  certificateFile,
  erasedRows,
  erasureWarning,
  rowsErased,
} from '../../src/format/erasure-words';
import { certificate } from '../admin-samples';

describe('words about erasures', () => {
  it('tell what was destroyed, the most first', () => {
    const one = certificate({ rows: { labels: 2, decisions: 1200, new_table: 3 } });
    expect(erasedRows(one)).toEqual([
      ['Decisions', '1,200'],
      ['new table', '3'],
      ['Labels', '2'],
    ]);
    expect(rowsErased(one)).toBe(1205);
  });

  it('name the entity before it happens, and the file after', () => {
    expect(erasureWarning('ip', '10.0.0.7')).toContain('the ip address 10.0.0.7');
    expect(certificateFile(certificate({ id: 12 }))).toBe('erasure-certificate-12.json');
  });
});
