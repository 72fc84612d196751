import { TargetError } from '../errors.js';
import type { StartableTarget } from '../experiment/run-state.js';
import type { RunEvent } from '../model/events.js';
import type { Target, TargetManifest, WorkerCount } from '../model/target.js';
import { missingTools } from '../target/build.js';
import { buildAtOnce } from './build-pool.js';
import { containerProblems, prepareContainers } from './container-targets.js';
import type { SessionIo } from './io.js';
import type { ResolvedTarget } from './resolve-targets.js';

export interface PreparedTargets {
  readonly startable: ReadonlyMap<string, StartableTarget>;
  /** What a group stands for and cannot run here, with why. */
  readonly skipped: readonly RunEvent[];
}

/** How targets are made ready. */
export interface PreparationOptions {
  readonly workers: WorkerCount;
  /** Builds anew what has been built. */
  readonly rebuild: boolean;
}

/** Builds what has to be built. Throws for a target that was named; one of a group is left out with its reason. */
export async function prepareTargets(
  targets: readonly ResolvedTarget[],
  io: SessionIo,
  { workers, rebuild }: PreparationOptions,
): Promise<PreparedTargets> {
  const uncontained = await containerProblems(targets.map(({ target }) => target));
  const unfit = await Promise.all(
    targets.map(({ target }) =>
      target.kind === 'bundled' ? reasonAgainst(target, workers) : (uncontained.get(target.name) ?? null),
    ),
  );
  // Before the first of them is built for minutes.
  refuseNamed(targets, unfit);
  const fit = targets.filter((_, index) => unfit[index] === null);
  const named = new Set(fit.flatMap(({ target, isNamed }) => (isNamed ? manifestsOf(target) : [])).map(folderOf));
  const isNeeded = (manifest: TargetManifest) => named.has(manifest.folder);
  const manifests = fit.flatMap(({ target }) => manifestsOf(target));
  const results = await buildAtOnce(manifests, { rebuild, isNeeded }, io);
  const images = await prepareContainers(
    fit.map(({ target }) => target),
    io,
  );
  const errors = targets.map(({ target }, index) => {
    const result = manifestsOf(target).map(({ folder }) => results.get(folder))[0];
    const ofImage = images.get(target.name) ?? null;
    return unfit[index] ?? (result !== undefined && 'error' in result ? result.error : ofImage);
  });
  refuseNamed(targets, errors);
  const startable = new Map<string, StartableTarget>();
  const skipped: RunEvent[] = [];
  for (const [index, { isNamed: _, ...startableTarget }] of targets.entries()) {
    const { target } = startableTarget;
    const error = errors[index] ?? null;
    const [result = null] = manifestsOf(target).map(({ folder }) => results.get(folder));
    if (error !== null) skipped.push(unavailable(target, error));
    // Without a result it was interrupted, and nothing will be started.
    else if (target.kind !== 'bundled') startable.set(target.name, { ...startableTarget, built: null });
    else if (result !== null && 'built' in result) {
      startable.set(target.name, { ...startableTarget, built: result.built });
    }
  }
  return { startable, skipped };
}

function manifestsOf(target: Target): TargetManifest[] {
  return target.kind === 'bundled' ? [target.manifest] : [];
}

function folderOf({ folder }: TargetManifest): string {
  return folder;
}

/** Why a target cannot take part, as far as that can be told before it is built. */
async function reasonAgainst(
  { name, manifest }: Extract<Target, { kind: 'bundled' }>,
  workers: WorkerCount,
): Promise<TargetError | null> {
  // Several processes that do not share what they count cannot keep the contract.
  if (workers !== 'native' && workers !== 1 && manifest.severalWorkers.length === 0) {
    const hint = 'leave out --workers, or the target';
    return new TargetError('one-worker', name, `target "${name}": runs one worker only`, { hint });
  }
  return missingTools(manifest);
}

/** Throws what stands against targets that were named, several reasons as one error. */
function refuseNamed(targets: readonly ResolvedTarget[], errors: readonly (TargetError | null)[]): void {
  const those = [...new Set(errors)].flatMap((error) => error ?? []);
  const named = those.filter((error) => targets.some(({ isNamed }, index) => isNamed && errors[index] === error));
  const [first] = named;
  if (first === undefined) return;
  if (named.length === 1) throw first;
  const hints = [...new Set(named.flatMap(({ hint }) => hint ?? []))];
  throw new TargetError(first.code, first.target, named.map(({ message }) => message).join('; '), {
    hint: hints.join('; ') || undefined,
    logTail: first.logTail,
    cause: first,
  });
}

function unavailable(target: Target, error: TargetError): RunEvent {
  // The warning names the target beside the message.
  const reason = error.message.replace(`target "${error.target}": `, '');
  return {
    kind: 'warning',
    warning: {
      code: 'target-unavailable',
      level: 'warn',
      target: target.name,
      scenario: null,
      profile: null,
      message: error.hint === null ? reason : `${reason} (${error.hint})`,
    },
  };
}

/** The bundled server that measures the generator itself. */
export function ceilingTarget(manifests: readonly TargetManifest[]): StartableTarget | null {
  const manifest = manifests.find((candidate) => candidate.role === 'ceiling');
  if (manifest === undefined) return null;
  return { target: { kind: 'bundled', name: manifest.name, title: manifest.title, manifest }, built: null, env: {} };
}
