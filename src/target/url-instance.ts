import { TargetError } from '../errors.js';
import type { Target } from '../model/target.js';
import type { Instance } from './instance.js';
import { interruptedError } from './interrupted.js';
import { probe } from './probe.js';
import { resolveAddress } from './resolve-address.js';

const TIMEOUT_MS = 2000;

/** Makes sure that something answers at a URL; whatever it answers is for the scenario to judge. */
export async function connectToUrl(target: Extract<Target, { kind: 'url' }>, signal: AbortSignal): Promise<Instance> {
  const result = await probe(target.endpoint, pathOf(target.url), TIMEOUT_MS, signal);
  if (signal.aborted) throw interruptedError(target.name);
  if ('error' in result) {
    throw new TargetError(
      'unreachable',
      target.name,
      `target "${target.name}": no answer at ${target.url}: ${result.error}`,
      {
        hint: result.hint,
      },
    );
  }
  return {
    target,
    endpoint: await resolveAddress(target.endpoint),
    description: {
      name: target.name,
      title: target.name,
      kind: 'url',
      version: null,
      runtime: null,
      command: null,
      url: target.url,
    },
    startupMs: null,
    firstResponseMs: null,
    pid: null,
    dataDir: null,
    exited: new Promise(() => {}),
    exit: null,
    cpuNs: () => null,
    peakRssBytes: () => null,
    canFreeze: false,
    freeze: () => {},
    thaw: () => {},
    logTail: () => [],
    stop: async () => {},
  };
}

/** Path and query of an HTTP URL; a `unix:` URL names a socket, not a path. */
function pathOf(url: string): string {
  if (!/^https?:/.test(url)) return '/';
  const { pathname, search } = new URL(url);
  return pathname + search;
}
