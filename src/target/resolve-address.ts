import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import { EXIT, MeasurementError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';

const TIMEOUT_MS = 5000;

/**
 * Looks the host up, so that no connection of a load has to: all of them lead to one address. Of several it is the one
 * that takes a connection first, as node prefers them.
 */
export async function resolveAddress(endpoint: Endpoint): Promise<Endpoint> {
  const { host, port, socketPath } = endpoint;
  if (socketPath !== null || isIP(host) !== 0) return endpoint;
  const addresses = await lookUp(host);
  const [first] = addresses;
  if (first === undefined) throw unresolved(host, 'no address');
  const address = addresses.length === 1 ? first : await answeringAddress(host, port);
  return { ...endpoint, host: address ?? first };
}

async function lookUp(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw unresolved(host, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** Null where none answers: what comes of it is told when the load is to be opened. */
async function answeringAddress(host: string, port: number): Promise<string | null> {
  const socket = connect({ host, port, autoSelectFamily: true, timeout: TIMEOUT_MS });
  socket.once('timeout', () => socket.destroy(new Error('no connection in time')));
  try {
    await once(socket, 'connect');
    return socket.remoteAddress ?? null;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}

function unresolved(host: string, reason: string): MeasurementError {
  return new MeasurementError('unreachable', `cannot resolve "${host}": ${reason}`, {
    exitCode: EXIT.target,
    hint: 'is the name right? an address can be given with --connect-to',
  });
}
