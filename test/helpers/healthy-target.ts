import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Answers /health, and keeps the contract of that. */
const SERVER = `
import { createServer } from 'node:http';
const { pid, versions } = process;
const health = { status: 'ok', target: 'tiny', version: versions.node, runtime: 'node ' + versions.node, pid };
createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const reply = (status, body, headers = {}) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  if (request.url.split('?')[0] !== '/health') reply(404, { error: 'Not Found', status: 404 });
  else if (request.method === 'GET') reply(200, health);
  else reply(405, { error: 'Method Not Allowed', status: 405 }, { Allow: 'GET' });
}).listen(process.env.PORT, process.env.HOST);
`;

/** Lays a target called tiny into a folder of targets, which is verified within a moment. */
export function addHealthyTarget(targetsDir: string): void {
  const folder = join(targetsDir, 'tiny');
  mkdirSync(folder, { recursive: true });
  const json = { name: 'tiny', title: 'Tiny', start: ['node', 'server.mjs'], implements: ['health'] };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(json));
  writeFileSync(join(folder, 'server.mjs'), SERVER);
}
