// The event log's file as docs/formats/eventlog.md tells it, for tests that damage it.
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

export const SEGMENT_BYTES = 1 << 20;
export const FIRST_SEGMENT = 4096;
export const FILE_HEADER_BYTES = 40;
export const HEADER_BYTES = 32; // of a segment, and of a record
const RECORD = 'SHRC';

export function withFile(path, flags, action) {
  const file = openSync(path, flags);
  try {
    return action(file);
  } finally {
    closeSync(file);
  }
}

export function read(file, offset, bytes) {
  const buffer = Buffer.alloc(bytes);
  readSync(file, buffer, 0, bytes, offset);
  return buffer;
}

/** Of one segment: where each record begins in the file, how long it is without its padding, its number. */
function recordsOf(bytes, first, begin) {
  const records = [];
  for (let at = begin + HEADER_BYTES; at + HEADER_BYTES <= begin + SEGMENT_BYTES; ) {
    const seq = Number(bytes.readBigUInt64LE(at + 16));
    if (bytes.toString('latin1', at, at + 4) !== RECORD || seq !== first + records.length) break;
    const length = HEADER_BYTES + bytes.readUInt32LE(at + 12);
    records.push({ at, bytes: length, seq });
    at += (length + 7) & ~7;
  }
  return records;
}

/** The segments that hold something, oldest first. */
export function segmentsOf(path) {
  const bytes = readFileSync(path);
  const found = [];
  for (let at = FIRST_SEGMENT; at + SEGMENT_BYTES <= bytes.length; at += SEGMENT_BYTES) {
    if (bytes.toString('latin1', at, at + 4) !== 'SSEG') continue;
    const [number, first] = [Number(bytes.readBigUInt64LE(at + 8)), Number(bytes.readBigUInt64LE(at + 16))];
    found.push({ at, number, first, records: recordsOf(bytes, first, at) });
  }
  return found.sort((a, b) => a.number - b.number);
}

const endOf = ({ at, records }) => {
  const last = records.at(-1);
  return last ? last.at + ((last.bytes + 7) & ~7) : at + HEADER_BYTES;
};

/** Zeroes what the segment of record `seq` holds from it on. */
export function forgetFrom(path, seq) {
  const segment = segmentsOf(path).find(({ records }) => records.some((record) => record.seq === seq));
  if (!segment) return;
  const { at } = segment.records.find((record) => record.seq === seq);
  const bytes = segment.at + SEGMENT_BYTES - at;
  withFile(path, 'r+', (file) => writeSync(file, Buffer.alloc(bytes), 0, bytes, at));
}

/** Half a record after the last one, as a write leaves that was cut short. */
export function tear(path) {
  const newest = segmentsOf(path).at(-1);
  withFile(path, 'r+', (file) => writeSync(file, Buffer.from(`${RECORD}torn`), 0, 8, endOf(newest)));
}

export function flip(path, offset, mask = 0x10) {
  withFile(path, 'r+', (file) => {
    const byte = read(file, offset, 1);
    byte[0] ^= mask;
    writeSync(file, byte, 0, 1, offset);
  });
}
