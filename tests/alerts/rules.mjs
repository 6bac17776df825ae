// What is sent when: cool-down, silences, escalation, the system's own alerts, settings.
import { spawnSync } from 'node:child_process';
import { Receiver } from './receiver.mjs';
import { alertIdOf, atEnd, call, pause, raise, serve, until } from './support.mjs';

async function start(binary, settings) {
  const receiver = await Receiver.open();
  atEnd(() => receiver.close());
  const server = await serve(binary, { 'alerts.webhook.url': `${receiver.url}/hook`, ...settings });
  await server.start();
  return { receiver, server };
}

async function silences(binary, report) {
  const { receiver, server } = await start(binary, {});
  const until_ = new Date(Date.now() + 60_000).toISOString();
  const made = await call(server, 'POST', '/alerts/silences', { entity: '555-0001', until: until_, reason: 'a drill' });
  report.check('a silence is made', made.status === 201 && made.body.entity === '555-0001', JSON.stringify(made));
  await raise(server, '555-0001');
  await raise(server, '555-0002');
  await until(() => receiver.requests.length === 1);
  await pause(300);
  report.check('it silences that entity only', receiver.requests.length === 1 && receiver.requests[0].body.phone_number === '555-0002');
  const list = await call(server, 'GET', '/alerts/silences');
  report.check('it is listed', list.body.data.length === 1 && list.body.data[0].reason === 'a drill', JSON.stringify(list.body));
  const ended = await call(server, 'DELETE', `/alerts/silences/${made.body.id}`);
  const again = await call(server, 'DELETE', `/alerts/silences/${made.body.id}`);
  report.check('it can be ended, once', ended.status === 204 && again.status === 404, `${ended.status} ${again.status}`);
  const bad = [{ until: until_, reason: 'x' }, { type: 'x', until: '2020-01-01T00:00:00Z', reason: 'x' }, { severity: 'loud', until: until_, reason: 'x' },
    { type: 'x', until: until_ }, { type: 'x', until: until_, reason: 'x', forever: true }];
  const answers = [];
  for (const body of bad) answers.push((await call(server, 'POST', '/alerts/silences', body)).status);
  report.check('bad ones are refused', answers.every((status) => status === 422), answers.join());
  await server.kill();
}

async function escalation(binary, report) {
  const { receiver, server } = await start(binary, { 'alerts.escalate_to': 'webhook', 'alerts.escalate_after_s': 2 });
  const first = await raise(server, '555-0001');
  const second = await raise(server, '555-0002');
  await until(() => receiver.requests.length === 2);
  await call(server, 'POST', `/alerts/${alertIdOf(second)}/acknowledge`, {});
  await until(() => receiver.requests.length === 3);
  await pause(1_500);
  const told = receiver.requests.slice(2).map((one) => `${one.body.event} ${one.body.alert_id}`).join();
  report.check('only what nobody acknowledged is escalated, once', told === `escalate ${alertIdOf(first)}`, told);
  await server.kill();
}

async function system(binary, report) {
  const { receiver, server } = await start(binary, { 'alerts.memory_percent': 0.1, 'alerts.for_s': 1 });
  await until(() => receiver.requests.length === 1);
  const [sent] = receiver.requests;
  report.check('the system tells of itself', sent?.body.alert_type === 'memory_usage' && sent.body.alert_id.startsWith('sys_'), sent?.text);
  const list = await call(server, 'GET', '/alerts?class=system');
  report.check('its alert is listed', list.body.data.length === 1 && list.body.data[0].id === sent.body.alert_id, JSON.stringify(list.body));
  const done = await call(server, 'POST', `/alerts/${sent.body.alert_id}/acknowledge`, {});
  const after = await call(server, 'GET', '/alerts?class=system&state=acknowledged');
  report.check('and can be acknowledged', done.status === 204 && after.body.data.length === 1, String(done.status));
  await server.kill();
  await server.start();
  await pause(2_500);
  report.check('a restart does not raise it again', receiver.requests.length === 1, String(receiver.requests.length));
  report.check('class is checked', (await call(server, 'GET', '/alerts?class=odd')).status === 422);
  await server.kill();
}

async function levels(binary, report) {
  const { receiver, server } = await start(binary, { 'alerts.min_level': 'Low' });
  await call(server, 'POST', '/analyze', { message_content: 'See you at lunch', phone_number: '555-0003' });
  const told = await until(() => receiver.requests.length === 1);
  report.check('the least level is a setting', told && receiver.requests[0].body.alert_type === 'low_risk', receiver.requests[0]?.text);
  await server.kill();
}

/** A start with these settings must fail and name the key, and show no secret. */
function badSettings(binary, report) {
  const cases = [
    ['alerts.webhook.url', 'ftp://host/'], ['alerts.webhook.url', 'http://user:pw@host/'], ['alerts.webhook.url', 'nonsense'],
    ['alerts.webhook.secret', 'hunter2'], ['alerts.email.from', 'a b@c'], ['alerts.email.to', 'a@b,<c@d>'],
    ['alerts.min_level', 'Severe'], ['alerts.escalate_to', 'pigeon'], ['alerts.escalate_to', 'slack'], ['smtp.port', '0'],
    ['smtp.tls', 'maybe'], ['alerts.email.enabled', 'true'], ['alerts.cpu_percent', '101'], ['alerts.ca_file', '/no/such/file'],
    ['server.public_url', 'shrike'],
  ];
  for (const [key, value] of cases) {
    const folder = `/tmp/shrike-never-${process.pid}`;
    const run = spawnSync(binary, ['serve', '--data-dir', folder, '--set', `${key}=${value}`], { encoding: 'utf8', timeout: 10_000 });
    const words = `${run.stdout}${run.stderr}`;
    const named = key === 'alerts.email.enabled' ? 'alerts.email.from' : key;
    const hidden = !words.includes('hunter2') && !words.includes('user:pw');
    report.check(`${key} = ${value} stops the start`, run.status === 2 && words.includes(named) && words.includes('expected') && hidden, words);
  }
}

export async function run(binary, report) {
  badSettings(binary, report);
  for (const scenario of [silences, escalation, system, levels]) await scenario(binary, report);
}
