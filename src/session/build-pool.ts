import { availableParallelism } from 'node:os';
import { PerfcmpError, TargetError } from '../errors.js';
import type { TargetManifest } from '../model/target.js';
import { type BuiltTarget, buildTarget } from '../target/build.js';
import type { SessionIo } from './io.js';

const MOST_AT_ONCE = 4;

/** What became of one build. */
export type PoolResult =
  | { readonly built: BuiltTarget; readonly elapsedMs: number }
  /** Cannot be built here, or failed. */
  | { readonly error: TargetError };

/** How several targets are built. */
export interface PoolOptions {
  readonly rebuild: boolean;
  /** Whether a failure of this one makes all others pointless, so that they are ended. */
  readonly isNeeded: (manifest: TargetManifest) => boolean;
}

/**
 * Builds targets side by side, as many as there are cores: some wait for the network, some for the compiler. Results are
 * by folder; a target without one was ended with the others.
 */
export async function buildAtOnce(
  manifests: readonly TargetManifest[],
  options: PoolOptions,
  { signal, onEvent }: Pick<SessionIo, 'signal' | 'onEvent'>,
): Promise<ReadonlyMap<string, PoolResult>> {
  const results = new Map<string, PoolResult>();
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  const waiting = [...new Map(manifests.map((manifest) => [manifest.folder, manifest])).values()];
  const buildOne = async (manifest: TargetManifest): Promise<void> => {
    const startedMs = performance.now();
    try {
      const built = await buildTarget(manifest, { onEvent, signal: either, rebuild: options.rebuild });
      results.set(manifest.folder, { built, elapsedMs: performance.now() - startedMs });
    } catch (error) {
      if (!giveUp.signal.aborted && options.isNeeded(manifest)) giveUp.abort();
      if (error instanceof TargetError) results.set(manifest.folder, { error });
      // Ended because of another, whose error tells more.
      else if (!(error instanceof PerfcmpError && giveUp.signal.aborted && !signal.aborted)) throw error;
    }
  };
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !either.aborted; next = waiting.shift())
      await buildOne(next);
  };
  const workers = Math.min(MOST_AT_ONCE, availableParallelism());
  const ended = await Promise.allSettled(Array.from({ length: workers }, work));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}
