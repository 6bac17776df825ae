// A receiver of alerts on a loopback port that answers as a script says, and remembers what came.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** An answer without an end, as fast as it is taken. */
function flood(response) {
  const more = () => {
    while (!response.destroyed && response.write(CHUNK));
  };
  response.on('drain', more);
  more();
}

/** Answers by name; anything else is a function of request and response. */
const ANSWERS = {
  ok: (_, response) => response.end('ok'),
  broken: (_, response) => void response.writeHead(500).end('broken'),
  gone: (_, response) => void response.writeHead(410).end(),
  busy: (_, response) => void response.writeHead(429, { 'Retry-After': '1' }).end(),
  redirect: (request, response) =>
    void response.writeHead(302, { Location: `http://127.0.0.1:${request.socket.localPort}/elsewhere` }).end(),
  hang: () => {},
  endless: (_, response) => flood(response),
};

export class Receiver {
  /** `script`: names of answers or functions, one a request; the last one stays. `tls`: key and certificate. */
  static async open(script = ['ok'], tls = null) {
    const receiver = new Receiver(script);
    const listen = (request, response) => receiver.take(request, response);
    receiver.server = tls ? createSecureServer(tls, listen) : createServer(listen);
    receiver.server.on('tlsClientError', () => (receiver.refusals += 1));
    receiver.server.on('connection', (socket) => socket.once('close', () => (receiver.sentBytes += socket.bytesWritten)));
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    receiver.port = receiver.server.address().port;
    receiver.url = `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${receiver.port}`;
    return receiver;
  }

  constructor(script) {
    this.script = script;
    /** { at, path, headers, text, body } of each request, oldest first. */
    this.requests = [];
    this.refusals = 0;
    this.sentBytes = 0;
  }

  take(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      this.requests.push({ at: Date.now(), path: request.url, headers: request.headers, text, body: JSON.parse(text) });
      const answer = this.script.length > 1 ? this.script.shift() : this.script[0];
      (ANSWERS[answer] ?? answer)(request, response);
    });
  }

  at(path) {
    return this.requests.filter((request) => request.path === path);
  }

  close() {
    this.server.closeAllConnections?.();
    this.server.close();
  }
}
