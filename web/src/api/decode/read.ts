// Small decoders that check a parsed JSON value and say where it is wrong.

export class DecodeError extends Error {
  constructor(
    readonly path: string,
    expected: string,
  ) {
    super(`${path || 'the message'} should be ${expected}`);
  }
}

export type Decoder<T> = (value: unknown, path: string) => T;

export const text: Decoder<string> = (value, path) => {
  if (typeof value !== 'string') throw new DecodeError(path, 'text');
  return value;
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new DecodeError(path, 'a number');
  return value;
};

export const count: Decoder<number> = (value, path) => {
  if (number(value, path) < 0) throw new DecodeError(path, 'a number from zero up');
  return value as number;
};

export const flag: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new DecodeError(path, 'true or false');
  return value;
};

/** An RFC 3339 time; kept as text. */
export const time: Decoder<string> = (value, path) => {
  if (Number.isNaN(Date.parse(text(value, path)))) throw new DecodeError(path, 'a time');
  return value as string;
};

/** Money: decimal text, or a number that is turned into text at once. */
export const decimal: Decoder<string> = (value, path) => {
  const written = typeof value === 'number' ? String(value) : value;
  if (typeof written !== 'string' || !/^-?\d+(\.\d+)?$/.test(written)) {
    throw new DecodeError(path, 'a decimal number');
  }
  return written;
};

export function nullable<T>(decode: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === null || value === undefined ? null : decode(value, path));
}

export function oneOf<T extends string>(allowed: readonly T[]): Decoder<T> {
  return (value, path) => {
    const found = allowed.find((each) => each === value);
    if (found === undefined) throw new DecodeError(path, `one of ${allowed.join(', ')}`);
    return found;
  };
}

/** At most `max` items; what lies beyond is dropped, not refused. */
export function list<T>(decode: Decoder<T>, max: number): Decoder<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new DecodeError(path, 'a list');
    return value.slice(0, max).map((item, index) => decode(item, `${path}/${index}`));
  };
}

export function object<T>(shape: { [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> {
  return (value, path) => {
    const source = fields(value, path);
    const result: Partial<T> = {};
    for (const key of Object.keys(shape) as (keyof T & string)[]) {
      result[key] = shape[key](source[key], `${path}/${key}`);
    }
    return result as T;
  };
}

export function table<T>(decode: Decoder<T>): Decoder<Record<string, T>> {
  return (value, path) => {
    const entries = Object.entries(fields(value, path)).slice(0, 64);
    return Object.fromEntries(entries.map(([key, item]) => [key, decode(item, `${path}/${key}`)]));
  };
}

export function fields(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError(path, 'an object');
  }
  return value as Record<string, unknown>;
}
