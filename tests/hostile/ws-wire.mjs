// A WebSocket client that can break every rule: frames are built bit by bit.
import { randomBytes } from 'node:crypto';
import { ADMIN_KEY } from '../e2e/server.mjs';
import { Wire, raw } from './wire.mjs';

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;
export const HELLO = '{"type":"hello"}';

export const GOOD = {
  Host: 'localhost',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'X-API-KEY': ADMIN_KEY,
};

/** `changes`: header to value; null leaves the header out. */
export function handshake(changes = {}, target = '/ws/dashboard', method = 'GET') {
  const headers = Object.entries({ ...GOOD, ...changes }).filter(([, value]) => value !== null);
  return `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

function lengthBytes(length, form) {
  const bytes = Buffer.alloc({ 7: 0, 16: 2, 64: 8 }[form]);
  if (form === 16) bytes.writeUInt16BE(Number(length));
  if (form === 64) bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

const shortest = (length) => (length < 126 ? 7 : length < 65_536 ? 16 : 64);

/** `length` and `form` may lie about the payload. */
export function frame(opcode, payload = '', options = {}) {
  const bytes = raw(payload);
  const { fin = true, rsv = 0, masked = true, length = bytes.length } = options;
  const { form = shortest(length) } = options;
  const code = { 7: Number(length) & 0x7f, 16: 126, 64: 127 }[form];
  const head = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode, (masked ? 0x80 : 0) | code]);
  if (!masked) return Buffer.concat([head, lengthBytes(length, form), bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([head, lengthBytes(length, form), mask, bytes.map((byte, i) => byte ^ mask[i % 4])]);
}

export function closeFrame(code, reason = '') {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(CLOSE, Buffer.concat([payload, raw(reason)]));
}

export class Socket extends Wire {
  /** Resolves when the answer to the handshake is there. */
  static async open(port, changes, target) {
    const socket = new Socket(port);
    socket.send(handshake(changes, target));
    await socket.until((it) => it.received.includes('\r\n\r\n'));
    return socket;
  }

  get status() {
    return Number(this.received.toString('latin1', 9, 12));
  }

  /** Whole frames of the server so far: { opcode, payload }. */
  frames() {
    const out = [];
    let at = this.received.indexOf('\r\n\r\n') + 4;
    while (at + 2 <= this.received.length) {
      let length = this.received[at + 1] & 0x7f;
      let from = at + 2;
      if (length === 126) ((length = this.received.readUInt16BE(from)), (from += 2));
      else if (length === 127) ((length = Number(this.received.readBigUInt64BE(from))), (from += 8));
      if (from + length > this.received.length) return out;
      out.push({ opcode: this.received[at] & 0x0f, payload: this.received.subarray(from, from + length) });
      at = from + length;
    }
    return out;
  }

  /** The code of the server's close frame; 0 without a code, nothing without a frame. */
  get closeCode() {
    const close = this.frames().find(({ opcode }) => opcode === CLOSE);
    if (!close) return undefined;
    return close.payload.length < 2 ? 0 : close.payload.readUInt16BE(0);
  }

  messages() {
    return this.frames().filter(({ opcode }) => opcode === TEXT);
  }
}
