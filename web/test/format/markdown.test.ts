// Model cards: Markdown as blocks of plain text.
import { describe, expect, it } from 'vitest';
import { markdownBlocks } from '../../src/format/markdown';

const CARD = `# model version 4

Kind: trees.
State: champion.

## Data
| what | value |
|---|--:|
| data | <b>a & b</b> |
| examples | 12 |

- one
- two
`;

describe('markdownBlocks', () => {
  it('finds headings, tables, lists and paragraphs', () => {
    expect(markdownBlocks(CARD)).toEqual([
      { kind: 'heading', level: 1, text: 'model version 4' },
      { kind: 'paragraph', text: 'Kind: trees. State: champion.' },
      { kind: 'heading', level: 2, text: 'Data' },
      {
        kind: 'table',
        head: ['what', 'value'],
        rows: [
          ['data', '<b>a & b</b>'],
          ['examples', '12'],
        ],
      },
      { kind: 'list', items: ['one', 'two'] },
    ]);
  });

  it('keeps what only looks like a table or a heading as text', () => {
    expect(markdownBlocks('| a | b\n#no')).toEqual([{ kind: 'paragraph', text: '| a | b #no' }]);
    expect(markdownBlocks('')).toEqual([]);
    expect(markdownBlocks('\r\n\r\n')).toEqual([]);
  });
});
