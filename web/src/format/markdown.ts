// Markdown of model cards -> blocks of plain text: headings, tables, lists, paragraphs.
// Nothing inside of a line is interpreted.

export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'list'; items: string[] }
  | { kind: 'paragraph'; text: string };

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^[-*]\s+/;
const RULE = /^\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?$/;

/** Lines that belong together stand without a blank line between them. */
export function markdownBlocks(markdown: string): Block[] {
  return markdown
    .split(/\r?\n\s*\r?\n/)
    .map((part) => part.split(/\r?\n/).map((line) => line.trim()).filter(Boolean))
    .flatMap(blocksOf);
}

function blocksOf(lines: string[]): Block[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const [, marks, text] = HEADING.exec(first) ?? [];
  if (marks && text !== undefined) {
    return [{ kind: 'heading', level: marks.length, text }, ...blocksOf(rest)];
  }
  if (first.startsWith('|') && RULE.test(rest[0] ?? '')) {
    return [{ kind: 'table', head: cells(first), rows: rest.slice(1).map(cells) }];
  }
  if (lines.every((line) => ITEM.test(line))) {
    return [{ kind: 'list', items: lines.map((line) => line.replace(ITEM, '')) }];
  }
  return [{ kind: 'paragraph', text: lines.join(' ') }];
}

/** "| a | b |" -> ["a", "b"] */
const cells = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
