// Receivers that fail in every way.
import { Receiver } from './receiver.mjs';
import { atEnd, call, certificate, channel, pause, raise, serve, until } from './support.mjs';

async function withReceiver(binary, script, run, { settings = {}, tls = null } = {}) {
  const receiver = await Receiver.open(script, tls);
  atEnd(() => receiver.close());
  const server = await serve(binary, { 'alerts.webhook.url': `${receiver.url}/hook`, ...settings });
  await server.start();
  await run(server, receiver);
  await server.kill();
  receiver.close();
}

const health = async (server) => (await call(server, 'GET', '/health')).body.components.find((one) => one.name === 'alerts');

async function repeats(binary, report) {
  await withReceiver(binary, ['broken', 'broken', 'ok'], async (server, receiver) => {
    await raise(server);
    await until(() => receiver.requests.length >= 3);
    await pause(700);
    const ids = new Set(receiver.requests.map((one) => one.headers['webhook-id']));
    const bodies = new Set(receiver.requests.map((one) => one.text));
    report.check('500, 500, 200: three attempts, no more', receiver.requests.length === 3, String(receiver.requests.length));
    report.check('with one id and one body', ids.size === 1 && bodies.size === 1, [...ids].join());
    report.check('and then all is well', (await channel(server, 'webhook')).delivered === 1 && (await health(server)).status === 'ok');
  });
}

async function patience(binary, report) {
  await withReceiver(binary, ['busy', 'ok'], async (server, receiver) => {
    await raise(server);
    await until(() => receiver.requests.length >= 2);
    const gap = receiver.requests[1].at - receiver.requests[0].at;
    report.check('Retry-After is honoured', gap >= 990 && gap < 3_000, `${gap} ms`);
  });
}

async function hanging(binary, report) {
  const other = await Receiver.open();
  atEnd(() => other.close());
  const settings = { 'alerts.slack.url': `${other.url}/slack` };
  await withReceiver(binary, ['hang'], async (server, receiver) => {
    for (let number = 0; number < 3; ++number) await raise(server, `555-000${number}`);
    const started = Date.now();
    report.check('a receiver that hangs delays no other', await until(() => other.requests.length >= 1, 1_000));
    report.check('each alert is under way', await until(() => receiver.requests.length === 3, 2_000), String(receiver.requests.length));
    await until(async () => (await channel(server, 'webhook')).failures_in_a_row > 0, 8_000);
    const waited = Date.now() - started;
    report.check('it is given five seconds', waited > 4_000 && waited < 7_000, `${waited} ms`);
    report.check('decisions go on meanwhile', (await raise(server, '555-0009')).risk_level === 'Critical');
  }, { settings });
}

async function redirect(binary, report) {
  await withReceiver(binary, ['redirect'], async (server, receiver) => {
    await raise(server);
    await until(async () => (await channel(server, 'webhook')).failures_in_a_row >= 3);
    const status = await channel(server, 'webhook');
    report.check('a redirect is a failure', receiver.at('/elsewhere').length === 0 && status.delivered === 0 && status.state === 'failing', JSON.stringify(status));
    report.check('and health says so', (await health(server)).status === 'degraded', JSON.stringify(await health(server)));
  });
}

async function gone(binary, report) {
  await withReceiver(binary, ['gone', 'ok'], async (server, receiver) => {
    await raise(server, '555-0001');
    await until(async () => (await channel(server, 'webhook')).dead_letters === 1);
    await raise(server, '555-0002');
    await until(async () => (await channel(server, 'webhook')).backlog === 1);
    await pause(300);
    const status = await channel(server, 'webhook');
    report.check('410 ends it', receiver.requests.length === 1 && status.state === 'disabled' && status.backlog === 1, JSON.stringify(status));
    report.check('health says so', (await health(server)).detail.includes('webhook is disabled'), (await health(server)).detail);
    await server.kill();
    await server.start();
    report.check('until a restart', await until(() => receiver.requests.length === 2), String(receiver.requests.length));
  });
}

async function badTls(binary, report) {
  const tls = certificate();
  await withReceiver(binary, ['ok'], async (server, receiver) => {
    await raise(server);
    await until(async () => (await channel(server, 'webhook')).failures_in_a_row > 0);
    const status = await channel(server, 'webhook');
    report.check('a certificate of nobody is refused', receiver.requests.length === 0 && /certificate/.test(status.last_result), status.last_result);
  }, { tls });
  await withReceiver(binary, ['ok'], async (_, receiver) => {
    report.check('unless its authority is named', await until(() => receiver.requests.length === 1));
  }, { tls, settings: { 'alerts.ca_file': tls.file, 'alerts.memory_percent': 0.1, 'alerts.for_s': 0 } });
}

async function endlessAnswer(binary, report) {
  await withReceiver(binary, ['endless'], async (server, receiver) => {
    await raise(server);
    const soon = await until(async () => (await channel(server, 'webhook')).delivered === 1, 2_000);
    await until(() => receiver.sentBytes > 0);
    report.check('of an answer without an end only the beginning is read', soon && receiver.sentBytes < 20_000_000, `${receiver.sentBytes} bytes`);
    const said = await call(server, 'POST', '/alerts/channels/webhook/test', {});
    report.check('and shown', said.body.delivered && said.body.answer.length === 1_000, String(said.body.answer?.length));
  });
}

/** Nothing may reach the own network, however its address is written. */
async function privateAddresses(binary, report) {
  const receiver = await Receiver.open();
  atEnd(() => receiver.close());
  const hosts = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0.0.0.0', '[::ffff:127.0.0.1]', '[::1]', '169.254.169.254', '10.0.0.1'];
  for (const host of hosts) {
    const server = await serve(binary, { 'alerts.webhook.url': `http://${host}:${receiver.port}/hook`, 'alerts.allow_private': false });
    await server.start();
    const { body } = await call(server, 'POST', '/alerts/channels/webhook/test', {});
    report.check(`${host} is refused`, !body.delivered && /private address/.test(body.error ?? ''), JSON.stringify(body));
    await server.kill();
  }
  report.check('and never reached', receiver.requests.length === 0);
}

export async function run(binary, report) {
  for (const scenario of [repeats, patience, redirect, gone, badTls, endlessAnswer, privateAddresses, hanging]) await scenario(binary, report);
}
