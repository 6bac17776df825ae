// The block and the allow list of the mock server. Development only.
const ok = (body, status = 200) => ({ status, body });
const KINDS = ['card', 'customer', 'merchant', 'terminal', 'device', 'ip', 'phone'];

const add = (world, entry) => {
  const made = {
    list: 'block',
    reason: null,
    source: 'analyst',
    expires_at: null,
    ...entry,
    added_at: new Date().toISOString(),
  };
  const others = ({ kind, value }) => kind !== made.kind || value !== made.value;
  world.blocklist = [made, ...world.blocklist.filter(others)];
  return made;
};

const cells = (line) => line.split(',').map((cell) => cell.trim());

/** Each row with its line; a row that says nothing is null. */
function rowsOf(text) {
  const lines = text.split('\n').map((line, at) => [at + 1, line]);
  if (text.trimStart().startsWith('{')) {
    return lines.filter(([, line]) => line.trim()).map(([at, line]) => [at, parsed(line)]);
  }
  const [[, head], ...rest] = lines;
  const columns = cells(head);
  return rest
    .filter(([, line]) => line.trim())
    .map(([at, line]) => {
      const values = cells(line);
      const named = columns.map((name, place) => [name, values[place]]);
      return [at, Object.fromEntries(named.filter(([, value]) => value))];
    });
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function refusal(row) {
  if (!row) return ['', 'expected valid JSON'];
  if (!KINDS.includes(row.kind)) return ['/kind', `expected one of ${KINDS.join(', ')}`];
  return row.value ? null : ['/value', 'expected a text of 1 to 128 bytes'];
}

function importRows({ world, text }) {
  const rejections = [];
  let accepted = 0;
  for (const [line, row] of rowsOf(text)) {
    const wrong = refusal(row);
    if (wrong) rejections.push({ line, pointer: wrong[0], code: 'format', message: wrong[1] });
    else accepted += add(world, row) ? 1 : 0;
  }
  return ok({ accepted, rejected: rejections.length, rejections }, 202);
}

export const listAnswers = {
  'GET /blocklist': ({ world, query }) => {
    const wanted = (name, value) => !query.get(name) || query.get(name) === value;
    const data = world.blocklist.filter(
      (each) => wanted('list', each.list) && wanted('source', each.source),
    );
    return ok({ data, next_cursor: null });
  },
  'POST /blocklist': ({ world, body }) =>
    ok({ status: 'accepted', entry: add(world, body) }, 202),
  'DELETE /blocklist': ({ world, body }) => {
    const entry = world.blocklist.find((each) => each.value === body.value);
    world.blocklist = world.blocklist.filter((each) => each !== entry);
    return ok({ status: 'accepted', entry }, 202);
  },
  'POST /blocklist/import': importRows,
};
