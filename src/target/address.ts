import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { TargetError } from '../errors.js';
import type { Endpoint } from '../model/load-profile.js';
import { freePort, isPortFree } from './free-port.js';
import { environmentOf, type StartableTarget } from './start-command.js';

/** Where a server is told to listen, and where to reach it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly endpoint: Endpoint;
}

/** Chooses a free port, or takes the one that a PORT variable fixes, provided that nobody holds it. */
export async function resolveAddress(
  target: StartableTarget,
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly host?: string;
    readonly endpoint?: Endpoint;
  },
): Promise<Address> {
  if (options.endpoint !== undefined) return takeAddress(target, options.endpoint);
  const env = { ...environmentOf(target), ...options.env };
  const host = env.HOST ?? options.host ?? '127.0.0.1';
  const port = env.PORT === undefined ? await freePort(host) : await fixedPort(target, host, env.PORT);
  return { host, port, endpoint: await createEndpoint(host, port) };
}

/** The address that was asked for, provided that nobody holds it. */
export async function takeAddress(target: Pick<StartableTarget, 'name'>, endpoint: Endpoint): Promise<Address> {
  const { host, port } = endpoint;
  if (await isPortFree(host, port)) return { host, port, endpoint };
  throw new TargetError(
    'port-taken',
    target.name,
    `target "${target.name}": cannot listen on ${host} port ${port}, where it would be started`,
    { hint: 'is that an address of this machine, and is nobody there already? without a URL perfcmp chooses a port' },
  );
}

async function fixedPort(target: StartableTarget, host: string, text: string): Promise<number> {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new TargetError('port-invalid', target.name, `target "${target.name}": PORT is no port: got "${text}"`, {
      hint: 'leave PORT out and perfcmp chooses a free one',
    });
  }
  if (!(await isPortFree(host, port))) {
    throw new TargetError(
      'port-taken',
      target.name,
      `target "${target.name}": port ${port} is taken before it starts`,
      {
        hint: 'stop who holds it, or leave PORT out and perfcmp chooses a free one',
      },
    );
  }
  return port;
}

async function createEndpoint(listenHost: string, port: number): Promise<Endpoint> {
  const name = listenHost === '0.0.0.0' ? '127.0.0.1' : listenHost === '::' ? '::1' : listenHost;
  const { address } = await lookup(name);
  return {
    protocol: 'http',
    host: address,
    port,
    socketPath: null,
    authority: `${isIPv6(name) ? `[${name}]` : name}:${port}`,
    tls: null,
  };
}
