// A mail server on a loopback port: enough of SMTP (RFC 5321), STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4616) to be a real
// peer, with refusals as a script says.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';

const FINAL = /\r\n\.\r\n$/;

/** One connection. */
class Session {
  constructor(server, socket) {
    Object.assign(this, { server, secure: false, user: null, from: null, to: [], text: null });
    this.attach(socket);
    this.say('220 mail.test ESMTP');
  }

  attach(socket) {
    this.socket = socket;
    this.buffer = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.read(chunk.toString('latin1')));
  }

  say(line) {
    this.socket.write(`${line}\r\n`);
  }

  read(text) {
    this.buffer += text;
    if (this.text !== null) return this.readText();
    for (let end; this.text === null && (end = this.buffer.indexOf('\r\n')) >= 0;) {
      const line = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + 2);
      this.command(line);
    }
    if (this.text !== null && this.buffer) this.readText();
  }

  readText() {
    if (!FINAL.test(`\r\n${this.buffer}`)) return;
    const text = this.buffer.slice(0, this.buffer.lastIndexOf('.\r\n')).replace(/^\.\./gm, '.');
    this.buffer = '';
    this.text = null;
    this.server.mails.push({ from: this.from, to: this.to, user: this.user, secure: this.secure, text, at: Date.now() });
    this.say('250 kept');
  }

  command(line) {
    if (this.asked) return this.login(line);
    const word = line.slice(0, 4).toUpperCase();
    const { server } = this;
    const refusal = server.refusals.find((one) => one.at === word && one.times > 0);
    if (refusal) {
      refusal.times -= 1;
      return this.say(refusal.answer);
    }
    if (word === 'EHLO') return this.greet();
    if (word === 'STAR') return this.startTls();
    if (word === 'AUTH') return this.login(line);
    if (word === 'MAIL') return (this.from = /<(.*?)>/.exec(line)[1]), this.say('250 ok');
    if (word === 'RCPT') return this.to.push(/<(.*?)>/.exec(line)[1]), this.say('250 ok');
    if (word === 'DATA') return (this.text = ''), this.say('354 go on');
    if (word === 'QUIT') return this.say('221 bye'), this.socket.end();
    return this.say('250 ok');
  }

  greet() {
    this.say('250-mail.test');
    if (this.server.tls && !this.secure) this.say('250-STARTTLS');
    if (this.secure || !this.server.tls) this.say('250-AUTH PLAIN');
    this.say('250 8BITMIME');
  }

  startTls() {
    this.say('220 ready');
    const plain = this.socket;
    plain.removeAllListeners('data');
    this.secure = true;
    this.attach(new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(this.server.tls) }));
  }

  /** The answer may come with the command or on a line of its own. */
  login(line) {
    const given = line.startsWith('AUTH') ? line.split(' ')[2] : line;
    this.asked = given === undefined;
    if (this.asked) return this.say('334 ');
    const [, user, password] = Buffer.from(given, 'base64').toString().split('\0');
    if (password !== this.server.password) return this.say('535 wrong');
    this.user = user;
    this.say('235 welcome');
  }
}

export class MailServer {
  /** `tls`: key and certificate, or null where STARTTLS is not offered. `refusals`: { at: 'RCPT', answer, times }. */
  static async open({ tls = null, password = 'secret', refusals = [] } = {}) {
    const made = new MailServer();
    Object.assign(made, { tls, password, refusals, mails: [], connections: 0 });
    made.server = createServer((socket) => {
      made.connections += 1;
      new Session(made, socket);
    });
    made.server.listen(0, '127.0.0.1');
    await once(made.server, 'listening');
    made.port = made.server.address().port;
    return made;
  }

  close() {
    this.server.close();
  }
}
