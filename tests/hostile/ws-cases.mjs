// Broken frames with the close codes that RFC 6455 wants, and handshakes with their statuses.
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { BINARY, CLOSE, HELLO, PING, PONG, TEXT, closeFrame, frame } from './ws-wire.mjs';

const join = (...frames) => Buffer.concat(frames);
const part = (opcode, payload) => frame(opcode, payload, { fin: false });
const BAD_UTF8 = ['\x80', '\xff', '\xc0\xaf', '\xe0\x80\xaf', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xc3', '\xe2\x82'];

/** Name, bytes, right codes. */
export const FRAME_CASES = [
  ['unmasked text', frame(TEXT, HELLO, { masked: false }), [1002]],
  ['unmasked ping', frame(PING, '', { masked: false }), [1002]],
  ...[1, 2, 4, 7].map((rsv) => [`RSV ${rsv}`, frame(TEXT, HELLO, { rsv }), [1002]]),
  ['RSV on a ping', frame(PING, 'a', { rsv: 4 }), [1002]],
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [`opcode ${opcode}`, frame(opcode, 'a'), [1002]]),
  ...[PING, PONG, CLOSE].map((opcode) => [`fragmented control ${opcode}`, part(opcode, 'ab'), [1002]]),
  ...[PING, PONG, CLOSE].map((opcode) => [`control ${opcode} of 126 bytes`, frame(opcode, 'a'.repeat(126)), [1002]]),
  ['a continuation of nothing', frame(0, 'a'), [1002]],
  ['an open continuation of nothing', part(0, 'a'), [1002]],
  ['a text inside a text', join(part(TEXT, 'a'), frame(TEXT, 'b')), [1002]],
  ['a binary inside a text', join(part(TEXT, 'a'), frame(BINARY, 'b')), [1002]],
  ...BAD_UTF8.map((bytes) => [`text ${JSON.stringify(bytes)}`, frame(TEXT, bytes), [1007]]),
  ['bad UTF-8 over two frames', join(part(TEXT, 'a\xe2'), frame(0, '\x28')), [1007]],
  ['UTF-8 that never ends', join(part(TEXT, '\xe2'), frame(0, '\x82')), [1007]],
  ['a short length in 16 bits', frame(TEXT, 'abc', { form: 16 }), [1002]],
  ['a short length in 64 bits', frame(TEXT, 'abc', { form: 64 }), [1002]],
  ['a middle length in 64 bits', frame(TEXT, 'a'.repeat(200), { form: 64 }), [1002]],
  ['a length of 2^63', frame(TEXT, 'a', { form: 64, length: 2n ** 63n }), [1002, 1009]],
  ['a length of 2^64 - 1', frame(TEXT, 'a', { form: 64, length: 2n ** 64n - 1n }), [1002, 1009]],
  ['a length of 2^40', frame(TEXT, 'a', { form: 64, length: 2n ** 40n }), [1009]],
  ['64 KiB and 1', frame(TEXT, 'a'.repeat(65_537)), [1009]],
  ['64 KiB and 1 in two frames', join(part(TEXT, 'a'.repeat(65_536)), frame(0, 'a')), [1009]],
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999].map((code) => [`close ${code}`, closeFrame(code), [1002]]),
  ...[5000, 65_535].map((code) => [`close ${code}`, closeFrame(code), [1002, code]]),  // not defined
  ['close of 1 byte', frame(CLOSE, '\x03'), [1002]],
  ['close with bad UTF-8', closeFrame(1000, '\xff'), [1002, 1007]],
  ...[1000, 1001, 3000, 4999].map((code) => [`close ${code}`, closeFrame(code, 'bye'), [code]]),
  ['close without a code', frame(CLOSE), [0, 1000, 1005]],
  ['binary', frame(BINARY, HELLO), [1003]],
  ...['', ' ', '{}', '[]', 'hello', '{"type":"hello"} ', '{"type":"HELLO"}', '{"type":"subscribe"}',
    '{"type":"hello","type":"hello"}', '[['.repeat(20_000), '\x00', '\xf0\x9f\x92\xa9'].map((text) => [
    `command ${JSON.stringify(text).slice(0, 30)}`, frame(TEXT, text), [1008],
  ]),
];

/** Name, changed headers, right status, target. */
export const HANDSHAKE_CASES = [
  ['as it should be', {}, 101],
  ['own origin', { Origin: 'http://localhost' }, 101],
  ...['http://evil.example', 'https://localhost.evil.example', 'http://evil-localhost', 'null', 'file://',
    'http://localhost:1', 'http://localhost@evil'].map((Origin) => [`origin ${Origin}`, { Origin }, 403]),
  ...['x', '', 'dGhlIHNhbXBsZSBub25jZQ=', 'dGhlIHNhbXBsZSBub25jZQ===', 'dGhlIHNhbXBsZSBub25j',
    '!!!!!!!!!!!!!!!!!!!!!!==', 'a'.repeat(24)].map((key) => [`key "${key}"`, { 'Sec-WebSocket-Key': key }, 400]),
  ['no key', { 'Sec-WebSocket-Key': null }, 400],
  ...['12', '8', '0', '13, 8', '013', '-13', ''].map((version) => [`version "${version}"`,
    { 'Sec-WebSocket-Version': version }, 426]),
  ['no version', { 'Sec-WebSocket-Version': null }, 426],
  ['no Connection', { Connection: null }, 400],
  ['Connection: close', { Connection: 'close' }, 400],
  ['no Upgrade', { Upgrade: null }, 426],
  ['another protocol', { Upgrade: 'h2c' }, 426],
  ['a body', { 'Content-Length': '5' }, 400],
  ['a coded body', { 'Transfer-Encoding': 'chunked' }, 400],
  ['no credentials', { 'X-API-KEY': null }, 401],
  ['a wrong key', { 'X-API-KEY': 'shk_admin_ffffffffffffffffffffffffffffffff' }, 401],
  ['a key that may only send', { 'X-API-KEY': PUBLIC_KEY }, 403],
  ['the key in the query', { 'X-API-KEY': null }, 401,
    (key) => `/ws/dashboard?key=${key}&api_key=${key}&X-API-KEY=${key}&token=${key}`],
  ['the key as a subprotocol', { 'X-API-KEY': null, 'Sec-WebSocket-Protocol': PUBLIC_KEY }, 401],
  ['another path', {}, 404, () => '/ws/other'],
];
