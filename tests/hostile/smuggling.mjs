// Request smuggling and malformed requests against the real server: right answers, and no second request ever runs.
import { pause } from '../e2e/server.mjs';
import { each, get, metric, withServer } from './report.mjs';
import { smugglingCases } from './smuggling-cases.mjs';
import { Wire, analyzeRequest, exchange } from './wire.mjs';

const MARKER = 'SMUGGLED';
const WIDTH = 4;
const READY = 'GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** The server understood where the request ended: the next one on the connection is answered. */
async function goesOn(port, bytes) {
  const { answers } = await exchange(port, bytes + READY, { count: 2, graceMs: 0 });
  return answers.length === 2 && answers[1].status === 200;
}

async function runCase(report, server, [name, bytes, statuses, closed]) {
  const seen = await exchange(server.port, bytes);
  const first = seen.answers[0];
  report.check(
    `${name}: status`,
    statuses.includes(first?.status),
    `${first?.status ?? seen.text}, expected ${statuses}`,
  );
  report.check(`${name}: one answer or two`, seen.answers.length <= (closed === true ? 1 : 2), seen.answers.length);
  if (first?.status >= 400)
    report.check(`${name}: problem`, first.head.includes('application/problem+json'), first.head);
  if (closed === true) report.check(`${name}: closed`, seen.closed, 'the connection stays open');
  if (closed === false)
    report.check(`${name}: goes on`, await goesOn(server.port, bytes), 'the connection is out of step');
}

/** Three requests, then garbage: three answers in order, one refusal, the end. */
async function pipelined(report, server) {
  const seen = await exchange(server.port, `${READY.repeat(3)}\x00garbage${analyzeRequest(`${MARKER}-pipeline`)}`, {
    count: 4,
  });
  report.equal('pipelined and garbage', seen.answers.map(({ status }) => status).join(), '200,200,200,400');
  report.check('pipelined and garbage: closed', seen.closed);
}

/** Garbage that follows bytes of a valid request one by one is refused as soon as it can be told. */
async function byteByByte(report, server) {
  const wire = new Wire(server.port);
  for (const byte of 'POST /analyze HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\x0bchunked\r\n') {
    wire.send(byte);
    await pause(1);
  }
  report.check(
    'a bad header is refused before the section ends',
    await wire.until((it) => it.answers().length === 1, 2_000),
  );
  report.equal('a bad header, byte by byte', wire.answers()[0]?.status, 400);
  wire.close();
}

/** A client that ends its half after a good request still gets the answer; nothing stays behind. */
async function halfClosed(report, server) {
  const wire = new Wire(server.port);
  await wire.connected;
  wire.socket.end(READY);
  report.check('half-closed: answered or ended', await wire.untilEnded(3_000));
  wire.close();
}

/** A refusal before a body arrives must not turn the body into a request. */
async function rejectedBody(report, server) {
  const hidden = analyzeRequest(`${MARKER}-rejected`);
  const head = (more) =>
    `POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${more}` +
    `Content-Length: ${hidden.length}\r\n\r\n`;
  const seen = await exchange(server.port, head('') + hidden + READY, { count: 2 });
  report.equal('a body behind a 401', seen.answers.map(({ status }) => status).join(), '401,200');
  const other = await exchange(server.port, head('Expect: 100-continue\r\n') + hidden);
  report.check('a body behind a 401 with Expect', other.answers.length === 1 && other.closed, other.text);
}

async function countOf(server, text) {
  const { text: body } = await get(server, `/decisions?text=${text}&limit=200`);
  return JSON.parse(body).data.length;
}

/** The control shows that a request which did run would be found. */
async function nothingHiddenRan(report, server) {
  await exchange(server.port, analyzeRequest('CONTROL-1'));
  for (let i = 0; i < 50 && (await countOf(server, 'CONTROL')) === 0; ++i) await pause(100);
  report.equal('the control request is found', await countOf(server, 'CONTROL'), 1);
  report.equal('hidden requests that ran', await countOf(server, MARKER), 0);
}

export async function run(binary, report) {
  await withServer(binary, [], async (server) => {
    let number = 0;
    const cases = smugglingCases(analyzeRequest(`${MARKER}-0000`)).map(([name, bytes, ...rest]) => {
      number += 1;
      return [name, bytes.replaceAll(`${MARKER}-0000`, `${MARKER}-${String(number).padStart(4, '0')}`), ...rest];
    });
    await each(cases, WIDTH, (row) => runCase(report, server, row));
    for (const check of [pipelined, byteByByte, halfClosed, rejectedBody, nothingHiddenRan])
      await check(report, server);
    await pause(2_500);
    const open = await metric(server, 'shrike_http_connections');
    report.check('no connection stays behind', open <= 4, open);
    await report.alive(server);
  });
}
