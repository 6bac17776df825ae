// Every channel, from a decision to what its receiver gets.
import { MailServer } from './mail-server.mjs';
import { Receiver } from './receiver.mjs';
import { OTHER_SECRET, SECRET, alertIdOf, atEnd, call, certificate, channel, pause, raise, serve, signer, until } from './support.mjs';

const MEMBERS = ['alert_type', 'phone_number', 'risk_score', 'risk_level', 'threat_category', 'primary_reason', 'action',
  'decision_id', 'alert_id', 'tenant', 'time'];

function decoded(mail) {
  const parts = mail.text.split('--=_shrike_part').slice(1, -1);
  return parts.map((part) => Buffer.from(part.split('\r\n\r\n')[1], 'base64').toString());
}

async function everyChannel(binary, report) {
  const tls = certificate();
  const receiver = await Receiver.open();
  const mail = await MailServer.open({ tls });
  atEnd(() => (receiver.close(), mail.close()));
  const server = await serve(binary, {
    'server.public_url': 'https://shrike.example/',
    'alerts.ca_file': tls.file,
    'alerts.webhook.url': `${receiver.url}/hook`, 'alerts.webhook.secret': `${SECRET},${OTHER_SECRET}`,
    'alerts.slack.url': `${receiver.url}/slack`, 'alerts.teams.url': `${receiver.url}/teams`,
    'alerts.pagerduty.routing_key': 'R0UT1NG', 'alerts.pagerduty.url': `${receiver.url}/pagerduty`,
    'alerts.email.enabled': true, 'alerts.email.from': 'shrike@bank.test', 'alerts.email.to': 'a@bank.test,b@bank.test',
    'smtp.host': 'localhost', 'smtp.port': mail.port, 'smtp.user': 'shrike', 'smtp.password': 'secret',
  });
  await server.start();
  const started = Date.now();
  const decision = await raise(server);
  const arrived = await until(() => receiver.requests.length >= 4 && mail.mails.length >= 1);
  report.check('each channel is told', arrived, `${receiver.requests.length} requests, ${mail.mails.length} mails, ${JSON.stringify(await channel(server, 'email'))}`);
  report.note(`alert on all five channels after ${Date.now() - started} ms`);
  checkWebhook(receiver.at('/hook')[0], decision, report);
  checkOthers(receiver, decision, report);
  checkMail(mail.mails[0], decision, report);
  await checkFollowing(server, receiver, alertIdOf(decision), report);
  await checkTest(server, receiver, report);
  await checkSecrets(server, report);
  await server.kill();
}

function checkWebhook(request, decision, report) {
  report.check('the payload is the contract\'s', JSON.stringify(Object.keys(request.body)) === JSON.stringify(MEMBERS), request.text);
  report.check('and tells of the decision', request.body.decision_id === decision.id && request.body.phone_number === '555-1234' &&
    request.body.risk_score === decision.risk_score && request.body.action === decision.action, request.text);
  report.check('both secrets have signed', signer(request, [SECRET, OTHER_SECRET]).length === 2, request.headers['webhook-signature']);
  report.check('another secret has not', signer(request, [`whsec_${Buffer.alloc(32, 1).toString('base64')}`]).length === 0);
  report.check('the time stamp is of now', Math.abs(Date.now() / 1000 - Number(request.headers['webhook-timestamp'])) < 30);
}

function checkOthers(receiver, decision, report) {
  const [slack] = receiver.at('/slack');
  const link = `https://shrike.example/dashboard/decisions/${decision.id}`;
  report.check('Slack gets blocks with a link', slack.body.blocks[0].type === 'header' && slack.text.includes(link), slack.text);
  const [teams] = receiver.at('/teams');
  const card = teams.body.attachments[0].content;
  report.check('Teams gets an Adaptive Card', card.type === 'AdaptiveCard' && card.actions[0].url === link, teams.text);
  const [page] = receiver.at('/pagerduty');
  report.check('PagerDuty gets an incident', page.body.event_action === 'trigger' && page.body.dedup_key === alertIdOf(decision) &&
    page.body.routing_key === 'R0UT1NG' && page.body.payload.severity === 'critical', page.text);
}

function checkMail(mail, decision, report) {
  report.check('the mail is encrypted and the sender signed in', mail.secure && mail.user === 'shrike', JSON.stringify(mail));
  report.check('it goes to each address', mail.to.join() === 'a@bank.test,b@bank.test' && mail.from === 'shrike@bank.test', mail.to.join());
  const [text, html] = decoded(mail);
  report.check('it has a text and an HTML form', text.includes(decision.id) && html.includes('<table>') && html.includes(decision.id), mail.text);
}

async function checkFollowing(server, receiver, alert, report) {
  await call(server, 'POST', `/alerts/${alert}/acknowledge`, {});
  await call(server, 'POST', `/alerts/${alert}/resolve`, {});
  await until(() => receiver.at('/pagerduty').length >= 3);
  const actions = receiver.at('/pagerduty').map((one) => one.body.event_action).join();
  report.check('the incident follows the alert', actions === 'trigger,acknowledge,resolve', actions);
  await pause(300);
  report.check('the others are left in peace', receiver.requests.length === 6, String(receiver.requests.length));
}

async function checkTest(server, receiver, report) {
  const before = receiver.at('/hook').length;
  const { status, body } = await call(server, 'POST', '/alerts/channels/webhook/test', {});
  report.check('a channel can be tried', status === 200 && body.delivered && body.answer === 'ok', JSON.stringify(body));
  const sent = receiver.at('/hook')[before];
  report.check('the trial is signed and says what it is', signer(sent, [SECRET]).length === 1 && sent.body.event === 'test', sent.text);
  const unknown = await call(server, 'POST', '/alerts/channels/pigeon/test', {});
  report.check('an unknown channel is 404', unknown.status === 404, String(unknown.status));
  const one = await channel(server, 'webhook');
  report.check('the list knows the state', one.state === 'ok' && one.backlog === 0 && one.delivered === 1, JSON.stringify(one));
}

async function checkSecrets(server, report) {
  const metrics = await (await fetch(`${server.origin}/metrics`, { headers: { 'X-API-KEY': 'shk_admin_0123456789abcdef0123456789abcdef' } })).text();
  report.check('deliveries are counted', metrics.includes('shrike_alert_deliveries_total{channel="webhook",result="delivered"} 1'));
  const shown = [server.printed, JSON.stringify((await call(server, 'GET', '/info')).body),
    JSON.stringify((await call(server, 'GET', '/alerts/channels')).body), metrics].join('\n');
  const leaked = [SECRET, 'R0UT1NG', 'secret"', '/hook', '/slack'].filter((secret) => shown.includes(secret));
  report.check('no secret is shown anywhere', leaked.length === 0, leaked.join());
}

async function mailTroubles(binary, report) {
  const tls = certificate();
  const refusals = [{ at: 'RCPT', answer: '451 come back later', times: 2 }];
  const grey = await MailServer.open({ tls, refusals });
  const plain = await MailServer.open({});
  const strict = await MailServer.open({ tls, refusals: [{ at: 'RCPT', answer: '550 no such user', times: Infinity }] });
  atEnd(() => [grey, plain, strict].forEach((one) => one.close()));
  const settings = (port) => ({ 'alerts.email.enabled': true, 'alerts.email.from': 'a@b.test', 'alerts.email.to': 'c@d.test',
    'alerts.ca_file': tls.file, 'smtp.host': 'localhost', 'smtp.port': port });
  const first = await serve(binary, settings(grey.port));
  await first.start();
  await raise(first);
  report.check('a mail comes after a greylisting', await until(() => grey.mails.length === 1), JSON.stringify(await channel(first, 'email')));
  const second = await serve(binary, settings(plain.port));
  await second.start();
  await raise(second);
  await until(async () => (await channel(second, 'email')).failures_in_a_row > 0);
  report.check('without STARTTLS no mail is handed over', plain.mails.length === 0 && plain.connections > 0, JSON.stringify(await channel(second, 'email')));
  const third = await serve(binary, settings(strict.port));
  await third.start();
  await raise(third);
  report.check('a permanent refusal is a dead letter at once', await until(async () => (await channel(third, 'email')).dead_letters === 1) &&
    strict.connections === 1, `${strict.connections} connections`);
  for (const server of [first, second, third]) await server.kill();
}

export async function run(binary, report) {
  await everyChannel(binary, report);
  await mailTroubles(binary, report);
}
