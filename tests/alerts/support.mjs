// What every scenario needs: a server with channels, alerts to raise, certificates, and an own check of signatures.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, Server, pause } from '../e2e/server.mjs';

export { ADMIN_KEY, pause };
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const OTHER_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

const open = new Set();
/** `close` runs at the latest when the program ends. */
export function atEnd(close) {
  open.add(close);
  return close;
}
export function closeAll() {
  for (const close of open) close();
  open.clear();
}

/** Settings as an object become --set key=value. Waiting is cut short unless the settings say otherwise. */
export async function serve(binary, settings) {
  // The machine that tests may well be busy, and that is not the subject.
  const quiet = ['cpu_percent', 'memory_percent', 'disk_percent', 'response_ms', 'milestone_events'];
  const all = {
    'alerts.allow_private': true,
    'alerts.retry_factor': 0.01,
    ...Object.fromEntries(quiet.map((name) => [`alerts.${name}`, 0])),
    ...settings,
  };
  const words = Object.entries(all).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const server = await Server.create(binary, words);
  atEnd(() => server.discard());
  return server;
}

export async function call(server, method, path, body) {
  const headers = { 'X-API-KEY': ADMIN_KEY, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const reply = await fetch(server.origin + path, { method, headers, body: text, signal: AbortSignal.timeout(20_000) });
  const answer = await reply.text();
  return { status: reply.status, body: answer ? JSON.parse(answer) : null };
}

/** A message that is critical whoever sends it. Returns the reply. */
export async function raise(server, phone = '555-1234') {
  const body = { message_content: 'URGENT! Bank suspended. Verify or legal action!', phone_number: phone, channel: 'sms' };
  const reply = await call(server, 'POST', '/analyze', body);
  if (reply.body?.risk_level !== 'Critical') throw new Error(`no critical decision: ${JSON.stringify(reply)}`);
  return reply.body;
}

export const alertIdOf = (decision) => decision.id.replace('dec_', 'al_');

export async function channel(server, name) {
  const { body } = await call(server, 'GET', '/alerts/channels');
  return body.data.find((one) => one.name === name);
}

/** True as soon as `condition` holds; false when it does not in time. */
export async function until(condition, ms = 5_000) {
  for (const end = Date.now() + ms; ; await pause(20)) {
    if (await condition()) return true;
    if (Date.now() > end) return false;
  }
}

/** The first of the signatures that is right, by the specification alone: which secret, or null. */
export function signer({ headers, text }, secrets) {
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const given = (headers['webhook-signature'] ?? '').split(' ');
  return secrets.filter((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    return given.includes(`v1,${createHmac('sha256', key).update(content).digest('base64')}`);
  });
}

/** A certificate for localhost that no authority has signed. */
export function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'shrike-alerts-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', [...args, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}
