import { TargetError } from '../errors.js';
import type { StartableTarget } from '../experiment/run-state.js';
import type { RunEvent } from '../model/events.js';
import type { Target, TargetManifest, WorkerCount } from '../model/target.js';
import { buildTarget } from '../target/build.js';
import type { SessionIo } from './io.js';
import type { ResolvedTarget } from './resolve-targets.js';

export interface PreparedTargets {
  readonly startable: ReadonlyMap<string, StartableTarget>;
  /** What a group stands for and cannot run here, with why. */
  readonly skipped: readonly RunEvent[];
}

/** Builds what has to be built. Throws for a target that was named; one of a group is left out with its reason. */
export async function prepareTargets(
  targets: readonly ResolvedTarget[],
  workers: WorkerCount,
  io: SessionIo,
): Promise<PreparedTargets> {
  const startable = new Map<string, StartableTarget>();
  const skipped: RunEvent[] = [];
  for (const { target, isNamed, env } of targets) {
    try {
      checkSeveralWorkers(target, workers);
      const built =
        target.kind === 'bundled'
          ? await buildTarget(target.manifest, { onEvent: io.onEvent, signal: io.signal })
          : null;
      startable.set(target.name, { target, built, env });
    } catch (error) {
      if (isNamed || !(error instanceof TargetError)) throw error;
      // The warning names the target beside the message.
      const reason = error.message.replace(`target "${error.target}": `, '');
      skipped.push({
        kind: 'warning',
        warning: {
          code: 'target-unavailable',
          level: 'warn',
          target: target.name,
          scenario: null,
          profile: null,
          message: error.hint === null ? reason : `${reason} (${error.hint})`,
        },
      });
    }
  }
  return { startable, skipped };
}

/** Several processes that do not share what they count cannot keep the contract. */
function checkSeveralWorkers(target: Target, workers: WorkerCount): void {
  if (target.kind !== 'bundled' || workers === 'native' || workers === 1) return;
  if (target.manifest.severalWorkers.length > 0) return;
  throw new TargetError('one-worker', target.name, `target "${target.name}": runs one worker only`, {
    hint: 'leave out --workers, or the target',
  });
}

/** The bundled server that measures the generator itself. */
export function ceilingTarget(manifests: readonly TargetManifest[]): StartableTarget | null {
  const manifest = manifests.find((candidate) => candidate.role === 'ceiling');
  if (manifest === undefined) return null;
  return { target: { kind: 'bundled', name: manifest.name, title: manifest.title, manifest }, built: null, env: {} };
}
