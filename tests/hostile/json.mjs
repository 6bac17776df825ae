// JSON torture through POST /analyze: never a 5xx, the right status, and a problem document that names the field.
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { DEEPEST, EITHER_WAY, INVALID_BODIES, INVALID_VALUES, VALID, deepText } from './json-cases.mjs';
import { FIELD_ROWS, SHAPE_ROWS } from './json-fields.mjs';
import { each, withServer } from './report.mjs';
import { raw } from './wire.mjs';

const WIDTH = 4;
const POINTER = /^(\/([^~/]|~[01])*)*$/;
const ERRORS_MAX = 1_000;
let number = 0;

async function post(server, body, path = '/analyze', type = 'application/json') {
  const reply = await fetch(server.origin + path, {
    method: 'POST',
    headers: { 'X-API-KEY': PUBLIC_KEY, 'Content-Type': type },
    body: raw(body),
  });
  return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const show = (body) => JSON.stringify(body.length > 60 ? `${body.slice(0, 60)}…` : body);

/** A problem document: RFC 9457 with our list of errors. `pointers`: what it must name, when it is known. */
function checkProblem(report, what, seen, pointers = null) {
  const problem = parsed(seen.text);
  report.equal(`${what}: type`, seen.type, 'application/problem+json');
  if (!problem) return report.check(`${what}: the answer is JSON`, false, seen.text);
  report.equal(`${what}: status inside`, problem.status, seen.status);
  const errors = Array.isArray(problem.errors) ? problem.errors : [];
  report.check(`${what}: errors are listed`, errors.length > 0 && errors.length <= ERRORS_MAX, errors.length);
  const bad = errors.find(({ pointer, code, message }) => !POINTER.test(pointer) || !code || !message);
  report.check(`${what}: each error has pointer, code and message`, !bad, JSON.stringify(bad));
  for (const pointer of pointers ?? []) {
    report.check(
      `${what}: names ${pointer}`,
      errors.some((error) => error.pointer === pointer),
      JSON.stringify(errors),
    );
  }
}

async function expectStatus(report, server, what, body, statuses, pointers = null) {
  const seen = await post(server, body);
  report.check(`${what}: status`, statuses.includes(seen.status), `${seen.status}, expected ${statuses}: ${seen.text}`);
  if (seen.status >= 400) checkProblem(report, what, seen, pointers);
  return seen;
}

async function suite(report, server) {
  await each(VALID, WIDTH, (body) => expectStatus(report, server, `y ${show(body)}`, body, [422]));
  await each(INVALID_BODIES, WIDTH, (body) => expectStatus(report, server, `n ${show(body)}`, body, [400], ['']));
  await each(INVALID_VALUES, WIDTH, async (value) => {
    await expectStatus(report, server, `n ${show(value)}`, value, [400], ['']);
    const inside = `{"message_content":"a","more":${value}}`;
    await expectStatus(report, server, `n inside ${show(value)}`, inside, [400], ['']);
  });
  await each(EITHER_WAY, WIDTH, (value) =>
    expectStatus(report, server, `i ${show(value)}`, `{"message_content":"a","more":${value}}`, [200, 400]),
  );
  await each(VALID, WIDTH, (value) =>
    expectStatus(report, server, `y inside ${show(value)}`, `{"message_content":"a","more":${value}}`, [200]),
  );
  await each(DEEPEST, WIDTH, (body) => expectStatus(report, server, `y ${show(body)}`, body, [422]));
  await expectStatus(report, server, 'an empty body', '', [400, 411, 415, 422]);
}

/** Each row: a name, the fields of a transaction as JSON text, right statuses, the pointer that a 4xx must name. */
async function fields(report, server) {
  await each(FIELD_ROWS, WIDTH, async ([text, statuses, field]) => {
    number += 1;
    const id = text.includes('"transaction_id"') ? '' : `"transaction_id":"JSON-${number}",`;
    const amount = text.includes('"amount"') ? '' : '"amount":1,';
    const body = `{"transaction":{${id}${amount}${text}}}`;
    await expectStatus(
      report,
      server,
      `field ${show(text)}`,
      body,
      statuses,
      field === null ? null : [`/transaction/${field}`],
    );
  });
  await each(SHAPE_ROWS, WIDTH, ([body, statuses, pointers]) =>
    expectStatus(report, server, `shape ${show(body)}`, body, statuses, pointers),
  );
}

/** One body must not be answered by far more than itself. */
async function manyErrors(report, server) {
  const attributes = Array.from({ length: 6_000 }, (_, i) => `"a${i}":""`).join();
  const body = `{"transaction":{"amount":1,"attributes":{${attributes}}}}`;
  const seen = await expectStatus(report, server, '6,000 bad attributes', body, [400, 422]);
  report.check(
    '6,000 bad attributes: the answer is not longer than the body',
    seen.text.length <= body.length,
    `${seen.text.length} bytes for ${body.length}`,
  );
  const keys = Array.from({ length: 6_000 }, (_, i) => `"${i}":0`).join();
  await expectStatus(report, server, '6,000 unknown keys', `{"message_content":"a",${keys}}`, [200, 400, 422]);
}

/** One bad event of 2 MB: what is said about it must stay short, or a few callers fill the memory. */
async function manyErrorsInBulk(report, server) {
  const attributes = Array.from({ length: 200_000 }, (_, i) => `"${i}":""`).join();
  const body = `[{"amount":1,"attributes":{${attributes}}}]`;
  const seen = await post(server, body, '/transactions');
  report.check('bulk: 200,000 bad attributes: status', [202, 400, 413, 422].includes(seen.status), seen.status);
  report.check(
    'bulk: 200,000 bad attributes: the answer is not longer than the body',
    seen.text.length <= body.length,
    `${seen.text.length} bytes for ${body.length}`,
  );
}

async function bulk(report, server) {
  const lines = (body, type) => post(server, body, '/transactions', type);
  const deep = await lines(deepText(100_000), 'application/json');
  report.equal('bulk: 100,000 levels', deep.status, 400);
  const keys = `[{"amount":1,${Array.from({ length: 100_000 }, (_, i) => `"${i}":0`).join()}}]`;
  report.check('bulk: 100,000 keys', [202, 400, 422].includes((await lines(keys, 'application/json')).status));
  const many = await lines(`[${'{},'.repeat(10_000)}{}]`, 'application/json');
  report.equal('bulk: 10,001 events', many.status, 422);
  const mixed = await lines(`{"amount":1}\n${'['.repeat(50)}\n\xff\n{"amount":"x"}\n\x00\n`, 'application/x-ndjson');
  const counts = parsed(mixed.text);
  report.equal('bulk: one good line of five', `${counts?.accepted}/${counts?.rejected}`, '1/4');
  report.check('bulk: lines are named', counts?.rejections?.map(({ line }) => line).join() === '2,3,4,5', mixed.text);
  const text = await lines(`[{"amount":1,"customer_id":"${'x'.repeat(1_000_000)}"}]`, 'application/json');
  report.equal('bulk: a text of 1 MB', `${text.status} ${parsed(text.text)?.rejected}`, '202 1');
}

export async function run(binary, report) {
  await withServer(binary, [], async (server) => {
    for (const check of [suite, fields, manyErrors, manyErrorsInBulk, bulk]) await check(report, server);
    await report.alive(server);
  });
}
