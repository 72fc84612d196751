import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Endpoint, EngineName } from '../model/load-profile.js';
import { tlsOptionsOf } from '../scenario/tls-options.js';

/** A server that answers neither within this does not tell what it speaks. */
const PATIENCE_MS = 2000;
const SETTINGS_TYPE = 4;
/** How an HTTP/2 client begins: the preface of RFC 9113 section 3.4, and settings of which there are none. */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

/** What to do about a plain URL whose server answered no HTTP/1.1: found out by asking it for TLS, then for HTTP/2. */
export async function otherProtocolHint(endpoint: Endpoint, engine: EngineName | 'auto'): Promise<string | null> {
  if (endpoint.protocol === 'https' || engine === 'http2') return null;
  if (await speaksTls(endpoint)) return `it speaks TLS: try https://${endpoint.authority}`;
  return (await speaksHttp2(endpoint)) ? 'it speaks HTTP/2: add --http2' : null;
}

function speaksTls(endpoint: Endpoint): Promise<boolean> {
  const options = { ...placeOf(endpoint), ...tlsOptionsOf(endpoint), rejectUnauthorized: false };
  const socket = connectTls({ ...options, ALPNProtocols: ['h2', 'http/1.1'] });
  return answerOf(socket, (answer) => socket.once('secureConnect', () => answer(true)));
}

function speaksHttp2(endpoint: Endpoint): Promise<boolean> {
  const socket = connectTcp(placeOf(endpoint));
  return answerOf(socket, (answer) => {
    socket.write(PREFACE, 'latin1');
    socket.once('data', (first) => answer(first[3] === SETTINGS_TYPE));
  });
}

function answerOf(socket: Socket, ask: (answer: (isSpoken: boolean) => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (isSpoken: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isSpoken);
    };
    const timer = setTimeout(() => answer(false), PATIENCE_MS);
    socket.on('error', () => answer(false));
    socket.on('close', () => answer(false));
    ask(answer);
  });
}

function placeOf({ host, port, socketPath }: Endpoint): { host: string; port: number } | { path: string } {
  return socketPath === null ? { host, port } : { path: socketPath };
}
