// The trivial servers that the generators load: plain, with TLS, and HTTP/2 over plain connections.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../dist/src/target/free-port.js';

const here = dirname(fileURLToPath(import.meta.url));

/** Starts one and waits until it listens; `kind` is `plain`, `tls` or `h2c`, `scratch` a folder for its files. */
export async function startServer(kind, scratch) {
  const port = await freePort('127.0.0.1');
  const server = spawnServer(kind, port, scratch);
  const url = `${kind === 'tls' ? 'https' : 'http'}://127.0.0.1:${port}/`;
  for (;;) {
    if (server.child.exitCode !== null) throw new Error(`the ${kind} server ended with ${server.child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return { url, title: server.title, pid: server.child.pid, stop: () => server.child.kill() };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function spawnServer(kind, port, scratch) {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port) };
  if (kind === 'plain') {
    const cwd = join(here, '../targets/null-server');
    const child = spawn(process.execPath, ['server.js'], { cwd, env, stdio: ['pipe', 'ignore', 'inherit'] });
    return { title: 'targets/null-server', child };
  }
  if (kind === 'tls') {
    const { key, cert } = selfSigned(scratch);
    const child = spawn(process.execPath, [join(here, 'tls-server.mjs'), String(port), key, cert], { stdio: 'ignore' });
    return { title: 'bench/tls-server.mjs', child };
  }
  if (spawnSync('nghttpd', ['--version']).status === 0) {
    const folder = join(scratch, 'htdocs');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), '{"message":"Hello, World!"}');
    const child = spawn('nghttpd', ['--no-tls', '-a', '127.0.0.1', '-d', folder, String(port)], { stdio: 'ignore' });
    return { title: 'nghttpd', child };
  }
  const child = spawn(process.execPath, [join(here, 'h2c-server.mjs'), String(port)], { stdio: 'ignore' });
  return { title: 'bench/h2c-server.mjs', child };
}

function selfSigned(scratch) {
  const key = join(scratch, 'key.pem');
  const cert = join(scratch, 'cert.pem');
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
  return { key, cert };
}
