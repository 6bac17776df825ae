// Requests of which two programs in a row may understand different things. A row: name, bytes, statuses that are right,
// and whether the connection must be closed (true), must go on (false) or may do either (null). `hidden` stands where
// an attacker would put a second request.
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { KEYED } from './wire.mjs';

const post = (headers, body = '',
  version = '1.1') => `POST /analyze HTTP/${version}\r\n${KEYED}${headers}\r\n${body}`;
const get = (target, headers = '') => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const END = '0\r\n\r\n';
const EMPTY = '{}';
const many = (count, line = (i) => `X-${i}: 1\r\n`) => Array.from({ length: count }, (_, i) => line(i)).join('');

function lengthAndCoding(hidden) {
  const length = hidden.length;
  const rows = [
    ['CL.TE', post(`Content-Length: ${length + 5}\r\n${CHUNKED}`, END + hidden), [400], true],
    ['TE.CL', post(`${CHUNKED}Content-Length: 4\r\n`, `${length.toString(16)}\r\n${hidden}\r\n${END}`), [400], true],
    ['CL.0 on a GET', `GET /ready HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n${hidden}`, [413], null],
    ['chunked on a GET',
      `GET /ready HTTP/1.1\r\nHost: a\r\n${CHUNKED}\r\n${length.toString(16)}\r\n${hidden}\r\n${END}`, [413], true],
    ['two lengths', post(`Content-Length: 2\r\nContent-Length: ${length + 2}\r\n`, EMPTY + hidden), [400], true],
    ['the same length twice', post('Content-Length: 2\r\nContent-Length: 2\r\n', EMPTY + hidden), [400], true],
    ['chunked in HTTP/1.0', post(CHUNKED, END + hidden, '1.0'), [400], true],
    ['both in HTTP/1.0', post(`Content-Length: 2\r\n${CHUNKED}`, EMPTY + hidden, '1.0'), [400], true],
  ];
  for (const value of ['2, 2', '2,2', '+2', '-1', '0x2', '2 2', '2;', '', '1e1', '2.0', '99999999999999999999',
    '\x0b2', "'2'"]) {
    rows.push([`Content-Length "${value}"`, post(`Content-Length: ${value}\r\n`, EMPTY + hidden), [400], true]);
  }
  return rows;
}

function codings(hidden) {
  const rows = [];
  const values = ['xchunked', 'identity', 'gzip', 'chunked, gzip', 'gzip, chunked', 'chunked, chunked',
    'chunked, identity', 'chunked;q=1', '"chunked"', 'chunked,', ',chunked', '\x0bchunked', 'chunked\x0b',
    '\x0cchunked', 'chunked\x00', 'chu\tnked', 'chunked\xa0', ''];
  for (const value of values) {
    rows.push([`TE.TE ${JSON.stringify(value)}`, post(`Transfer-Encoding: ${value}\r\n`, END + hidden), [400, 501],
      true]);
    rows.push([`CL+TE ${JSON.stringify(value)}`, post(`Transfer-Encoding: ${value}\r\nContent-Length: 2\r\n`,
      EMPTY + hidden), [400, 501], true]);
  }
  const lines = ['Transfer-Encoding : chunked', 'Transfer-Encoding\t: chunked', ' Transfer-Encoding: chunked',
    'Transfer-Encoding:\r\n chunked', 'Transfer-Encoding:\r\n\tchunked', 'X: y\nTransfer-Encoding: chunked',
    'X: y\rTransfer-Encoding: chunked', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked', 'Content-Length: 2\r\n 0',
    '\x00Transfer-Encoding: chunked', 'Transfer-Encoding', ': chunked'];
  for (const line of lines) rows.push([`line ${JSON.stringify(line)}`, post(`${line}\r\n`, END + hidden), [400, 501],
    true]);
  // Blanks around a value and the case of letters are what the standard allows: one understanding only.
  for (const value of ['\tchunked', 'chunked\t ', 'CHUNKED']) {
    rows.push([`plain ${JSON.stringify(value)}`, post(`Transfer-Encoding: ${value}\r\n`, `2\r\n{}\r\n${END}`), [422],
      false]);
  }
  return rows;
}

function chunks(hidden) {
  const row = (name, body, statuses, closed = true) => [`chunk ${name}`, post(CHUNKED, body), statuses, closed];
  const sizes = ['0x2', '-2', '+2', ' 2', 'g', '', 'ffffffffffffffff', 'fffffffffffffffff', '2 2', '\x0b2', '2\x00'];
  return [
    ...sizes.map((size) => row(`size ${JSON.stringify(size)}`, `${size}\r\n{}\r\n${END}${hidden}`, [400, 413])),
    // The path takes 64 KiB, and 8 KiB on top for framing.
    row('extension of 80 KB', `2;${'e'.repeat(80_000)}\r\n{}\r\n${END}${hidden}`, [400, 413]),
    row('extensions of 8 KB, ten of them', `1;${'e'.repeat(8_000)}\r\n \r\n`.repeat(10) + END + hidden, [400, 413]),
    row('extension without end', `2;${'e'.repeat(100_000)}`, [400, 413]),
    row('line feeds only', `2\n{}\n0\n\n${hidden}`, [400]),
    row('without line end', `2\r\n{}X${END}${hidden}`, [400]),
    row('of one byte, 65,000 times', '1\r\n \r\n'.repeat(65_000), [413]),
    row('trailers, 10,000 of them', `2\r\n{}\r\n0\r\n${many(10_000)}\r\n${hidden}`, [400, 413]),
    row('trailer Content-Length', `2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n${hidden}`, [400]),
    row('trailer Transfer-Encoding', `2\r\n{}\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n`, [400, 422], null),
    row('plain extension', `2;a=b;c="d"\r\n{}\r\n${END}`, [422], false),
    row('plain trailer', '2\r\n{}\r\n0\r\nX-Sum: 1\r\n\r\n', [422], false),
    // The header section had no key: what a trailer says is too late.
    ...[`X-API-KEY: ${PUBLIC_KEY}`, `Authorization: Bearer ${PUBLIC_KEY}`].map((line) => {
      const name = line.slice(0, line.indexOf(':'));
      const head = `POST /analyze HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTrailer: ${name}\r\n`;
      return [`trailer ${name}`, `${head}${CHUNKED}\r\n2\r\n{}\r\n0\r\n${line}\r\n\r\n${hidden}`, [401], true];
    }),
  ];
}

function lines(hidden) {
  const bad = (name, bytes, statuses = [400]) => [name, bytes + hidden, statuses, true];
  return [
    bad('no Host', `GET /ready HTTP/1.1\r\n\r\n`),
    bad('two Hosts', `GET /ready HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`),
    bad('the same Host twice', `GET /ready HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n`),
    ...['', 'a b', 'a/b', 'user@a', 'a:b', 'a:999999', '[::1', 'a,b', 'a?x', 'a#x',
      '\xe9'].map((host) => bad(`Host ${JSON.stringify(host)}`, `GET /ready HTTP/1.1\r\nHost: ${host}\r\n\r\n`)),
    bad('HTTP/0.9', `GET /ready\r\n\r\n`),
    ...['0.9', '1.2', '2.0', '1.', '11', '1.1 '].map((version) => bad(`HTTP/${version}`,
      `GET /ready HTTP/${version}\r\nHost: a\r\n\r\n`)),
    bad('HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    bad('TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
    bad('leading empty line', `\r\n${get('/ready')}`),
    bad('leading blank', ` ${get('/ready')}`),
    bad('line feeds only', 'GET /ready HTTP/1.1\nHost: a\n\n'),
    bad('tab in the request line', 'GET\t/ready\tHTTP/1.1\r\nHost: a\r\n\r\n'),
    bad('two blanks in the request line', 'GET  /ready HTTP/1.1\r\nHost: a\r\n\r\n'),
    bad('folded header', get('/ready', 'X-A: b\r\n c\r\n')),
    bad('NUL in a value', get('/ready', 'X-A: b\0c\r\n')),
    bad('CR in a value', get('/ready', 'X-A: b\rc\r\n')),
    bad('byte 0x80 in a value', get('/ready', 'X-A: \x80\r\n')),
    bad('blank in a name', get('/ready', 'X A: b\r\n')),
    bad('empty name', get('/ready', ': b\r\n')),
    bad('TRACE', 'TRACE /ready HTTP/1.1\r\nHost: a\r\n\r\n', [405]),
    bad('CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', [405]),
    bad('unknown expectation', post('Content-Length: 0\r\nExpect: coffee\r\n'), [417]),
    bad('two keys', post(`Authorization: Bearer x\r\nAuthorization: Bearer y\r\nContent-Length: 0\r\n`)),
  ];
}

function targets(hidden) {
  const bad = [
    'http://localhost/ready', 'https://evil/ready', '*', 'ready', '', '//evil/ready', '/ready//', '/docs/../metrics',
      '/docs/..', '/./ready', '/docs/%2e%2e/metrics', '/..%2f..%2fetc/passwd', '/ready%00', '/ready?a=%00', '/%',
      '/%g1', '/%4', '/%ff', '/%c0%af', '/%ed%a0%80', '/\xe9', '/\x7f', '/\x01', '/a%0d%0aX:b', '/ready#x',
      `/ready?${'a=1&'.repeat(70)}`];
  const rows = bad.map((target) => [`target ${JSON.stringify(target).slice(0, 60)}`, get(target) + hidden, [400],
    true]);
  rows.push(['target "/..%5c.."', get('/..%5c..'), [400, 404], null]);
  rows.push(['target encoded twice', get('/%252e%252e/metrics'), [404], false]);
  rows.push(['target in capitals', get('/METRICS'), [404], false]);
  rows.push(['target with a slash behind', get('/metrics/'), [404], false]);
  return rows;
}

function sizes() {
  return [
    ['target of 2 KiB and 1', get(`/${'a'.repeat(2_048)}`), [414], true],
    ['target of 100 KB', get(`/${'a'.repeat(100_000)}`), [414], true],
    ['header of 8 KiB and more', get('/ready', `X-A: ${'a'.repeat(8_300)}\r\n`), [431], true],
    ['header without end', `GET /ready HTTP/1.1\r\nX-A: ${'a'.repeat(100_000)}`, [431], true],
    ['65 headers', get('/ready', many(64)), [431], true],
    ['2,000 headers', get('/ready', many(2_000)), [431], true],
    ['64 headers', get('/ready', many(63)), [200], false],
    ['body of 1 GB', post('Content-Length: 1000000000\r\n'), [413], true],
    ['body of 64 KiB and 1', post('Content-Length: 65537\r\n', ' '.repeat(65_537)), [413], true],
    ['body of 64 KiB', post('Content-Length: 65536\r\n', '{}'.padEnd(65_536)), [422], false],
    ['chunks of 64 KiB and 1', post(CHUNKED, `10001\r\n${' '.repeat(65_537)}`), [413], true],
    ['gzip body', post('Content-Encoding: gzip\r\nContent-Length: 4\r\n', '\x1f\x8b\x08\x00'), [415], false],
    ['two content types', post('Content-Type: text/plain\r\nContent-Length: 2\r\n', EMPTY), [400], true],
  ];
}

export function smugglingCases(hidden) {
  return [lengthAndCoding, codings, chunks, lines, targets, sizes].flatMap((make) => make(hidden));
}
