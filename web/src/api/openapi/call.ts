// One call of an operation: its address, its curl line, and sending it.
import type { Operation } from './document';

export interface Call {
  values: Record<string, string>;
  body: string;
  key: string;
}

export function callPath(operation: Operation, values: Record<string, string>): string {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (gap, name: string) => {
    const value = values[name];
    return value ? encodeURIComponent(value) : gap;
  });
  const query = new URLSearchParams();
  for (const { name, place } of operation.parameters) {
    const value = values[name];
    if (place === 'query' && value) query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export function curlLine(operation: Operation, call: Call, origin: string): string {
  const parts = [
    `curl -X ${operation.method} ${quoted(origin + callPath(operation, call.values))}`,
  ];
  // The typed key stays out of text that people copy into tickets.
  if (operation.role) parts.push(`-H "X-API-KEY: $SHRIKE_KEY"`);
  if (operation.request && call.body) {
    parts.push(`-H 'Content-Type: ${operation.request.mediaType ?? 'application/json'}'`);
    parts.push(`-d ${quoted(call.body)}`);
  }
  return parts.join(' \\\n  ');
}

export interface Reply {
  status: number;
  ms: number;
  text: string;
}

const REPLY_CHARS_MAX = 50_000;

export async function sendCall(operation: Operation, call: Call): Promise<Reply> {
  const headers: Record<string, string> = {};
  if (call.key) headers['X-API-KEY'] = call.key;
  const init: RequestInit = { method: operation.method, headers, credentials: 'same-origin' };
  if (operation.request && call.body) {
    headers['Content-Type'] = operation.request.mediaType ?? 'application/json';
    init.body = call.body;
  }
  const began = performance.now();
  const response = await fetch(callPath(operation, call.values), init);
  const text = pretty(await response.text());
  return {
    status: response.status,
    ms: performance.now() - began,
    text: text.slice(0, REPLY_CHARS_MAX),
  };
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
