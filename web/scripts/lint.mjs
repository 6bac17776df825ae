// House rules that the compiler does not check: sizes, names, colours, and who may import whom.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const LINES_MAX = 300;
const COLUMNS_MAX = 100;
const BAD_NAMES = /^(utils?|helpers?|common|misc)\b/;
const COLOR = /#[0-9a-f]{3,8}\b|\brgba?\(\s*\d/i;
const TOKENS = join('src', 'styles', 'tokens.css');
/** Each folder may import itself and what stands after it. */
const ALLOWED = {
  pages: ['pages', 'charts', 'components', 'state', 'format', 'api'],
  charts: ['charts', 'components', 'state', 'format', 'api'],
  components: ['components', 'state', 'format', 'api'],
  state: ['state', 'format', 'api'],
  format: ['format', 'api'],
  api: ['api'],
};

const problems = [];
const filesIn = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

function checkText(path, lines) {
  if (lines.length > LINES_MAX)
    problems.push(`${path}: ${lines.length} lines, at most ${LINES_MAX}`);
  if (BAD_NAMES.test(basename(path))) problems.push(`${path}: the name says nothing`);
  if (/\.(ts|mjs)$/.test(path) && !lines[0]?.startsWith('//'))
    problems.push(`${path}: no purpose in its first line`);
  lines.forEach((line, index) => {
    const at = `${path}:${index + 1}`;
    const isPath = /^\s*d="|\bd=|: '[Mm]/.test(line);
    if (line.length > COLUMNS_MAX && !isPath)
      problems.push(`${at}: ${line.length} columns, at most ${COLUMNS_MAX}`);
    if (/\b(TODO|FIXME|XXX)\b|console\.log|debugger/.test(line)) problems.push(`${at}: left-over`);
    if (
      path.startsWith('src') &&
      path !== TOKENS &&
      !path.endsWith('.svg') &&
      !/#\$\{|'#\//.test(line) &&
      COLOR.test(line)
    ) {
      problems.push(`${at}: a colour outside of tokens.css`);
    }
  });
}

function checkImports(path, text) {
  const folder = relative('src', path).split(/[\\/]/)[0];
  const allowed = ALLOWED[folder];
  if (!allowed) return;
  for (const [, target] of text.matchAll(/from '(\.[^']+)'|import '(\.[^']+)'/g)) {
    if (!target) continue;
    const to = relative('src', join(path, '..', target)).split(/[\\/]/)[0];
    if (!allowed.includes(to)) problems.push(`${path}: ${folder} must not import ${to}`);
  }
}

for (const path of [...filesIn('src'), ...filesIn('test')]) {
  const text = readFileSync(path, 'utf8');
  checkText(path, text.replace(/\n$/, '').split('\n'));
  checkImports(path, text);
}

const sizes = filesIn('src')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(path, 'utf8').split('\n').length - 1)
  .sort((a, b) => a - b);
for (const problem of problems) console.error(problem);
console.log(
  `${sizes.length} source files, median ${sizes[Math.floor(sizes.length / 2)]} lines, largest ${sizes.at(-1)}; ${problems.length} problems`,
);
process.exit(problems.length ? 1 : 0);
