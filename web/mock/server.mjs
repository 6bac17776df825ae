// A pretended Shrike for working on the dashboard without the real server. Development only.
// Usage: npm run build && npm run mock   Sign in with the key "admin", "analyst" or "viewer".
// GET /mock/drop cuts all live connections and refuses new ones for ?seconds=5.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { answer, problem } from './routes.mjs';
import { createWorld, hello, tick } from './world.mjs';

const PORT = Number(process.env.PORT ?? 8099);
const DIST = new URL('../dist/', import.meta.url).pathname;
const OPENAPI = new URL('./openapi.json', import.meta.url);
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'";
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const world = createWorld();
const sockets = new Set();
let refuseUntil = 0;

const roleOf = (request) => /role=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? null;

const isJson = ({ headers }) => (headers['content-type'] ?? '').includes('/json');

async function sendFile(response, path) {
  try {
    const body = await readFile(path);
    const type = types[extname(path.toString())] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}

async function handle(request, response) {
  const url = new URL(request.url, 'http://mock');
  const path = url.pathname;
  if (path === '/mock/drop') return drop(response, Number(url.searchParams.get('seconds') ?? 5));
  if (path === '/docs') return sendFile(response, join(DIST, 'docs.html'));
  if (path === '/openapi.json') return sendFile(response, OPENAPI);
  if (path.startsWith('/dashboard/assets/')) {
    return sendFile(response, join(DIST, normalize(path.slice('/dashboard'.length))));
  }
  if (path === '/' || path.startsWith('/dashboard'))
    return sendFile(response, join(DIST, 'index.html'));
  let text = '';
  for await (const chunk of request) text += chunk;
  reply(response, {
    method: request.method,
    path,
    query: url.searchParams,
    text,
    body: isJson(request) && text ? JSON.parse(text) : null,
    role: roleOf(request),
    world,
  });
}

function reply(response, request) {
  const { status, body, cookie, isText } = answer(request);
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  const headers = { 'content-type': type, ...(cookie ? { 'set-cookie': cookie } : {}) };
  const written = isText ? body : JSON.stringify(body);
  response.writeHead(status, headers).end(body === null ? '' : written);
}

function drop(response, seconds) {
  refuseUntil = Date.now() + seconds * 1000;
  for (const { socket } of sockets) socket.terminate();
  response.end('dropped\n');
}

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    const { status, body } = problem(500, 'Mock failed', String(error));
    response.writeHead(status).end(JSON.stringify(body));
  });
});
const upgrades = new WebSocketServer({ noServer: true });

server.on('upgrade', (request, stream, head) => {
  if (!roleOf(request) || Date.now() < refuseUntil)
    return stream.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
  upgrades.handleUpgrade(request, stream, head, (socket) => welcome(socket, roleOf(request)));
});

function welcome(socket, role) {
  const link = { socket, seq: 0 };
  const greet = () => send(link, 'hello', hello(world, { role, tenant: 'default' }));
  sockets.add(link);
  socket.on('close', () => sockets.delete(link));
  socket.on('message', (text) =>
    String(text) === '{"type":"hello"}' ? greet() : socket.close(1008),
  );
  greet();
}

function send(link, type, data) {
  link.seq += 1;
  link.socket.send(JSON.stringify({ type, seq: link.seq, data }));
}

setInterval(() => {
  for (const [type, data] of tick(world)) for (const link of sockets) send(link, type, data);
}, 500);

server.listen(PORT, '127.0.0.1', () => console.log(`mock on http://127.0.0.1:${PORT}/dashboard`));
