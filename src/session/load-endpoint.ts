import type { LoadConfig } from '../model/config.js';
import type { Endpoint } from '../model/load-profile.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import { resolveAddress } from '../target/resolve-address.js';
import { unlessInterrupted } from './interrupted.js';

/** Where a load goes: to the URL's host or where `connectTo` says, its name looked up once for all connections. */
export function loadEndpoint(
  { url, connectTo, tls }: Pick<LoadConfig, 'url' | 'connectTo' | 'tls'>,
  signal: AbortSignal,
): Promise<Endpoint> {
  const { endpoint } = parseEndpoint(url);
  const resolving = resolveAddress({ ...endpoint, ...connectTo, tls: endpoint.protocol === 'https' ? tls : null });
  return unlessInterrupted(signal, resolving);
}
