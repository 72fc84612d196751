import { randomInt } from 'node:crypto';
import { RUN_DEFAULTS } from '../config/defaults.js';
import type { TargetOptions } from '../config/target-options.js';
import { CONTRACT_ENDPOINTS } from '../contract/endpoints.js';
import { verifyContract } from '../contract/verify.js';
import { ConfigError, type Problem, TargetError } from '../errors.js';
import { planCores } from '../machine/core-plan.js';
import { readCores } from '../machine/cores.js';
import { residentBytes } from '../machine/resident.js';
import type { TargetRequest } from '../model/config.js';
import type { ContractResult, NotVerified, VerifyOutcome } from '../model/contract.js';
import type { WorkerCount } from '../model/target.js';
import { startInstance } from '../target/instance.js';
import { openCatalog } from './catalog.js';
import { checkWorkers, withWorkers } from './cores.js';
import { interruptedBeforeStart } from './interrupted.js';
import type { SessionIo } from './io.js';
import { type PreparationOptions, prepareTargets } from './prepare-targets.js';
import { type ResolvedTarget, resolveTargets } from './resolve-targets.js';

/** How targets are verified; all of it has a default. */
export interface VerifyTargetsOptions extends Partial<TargetOptions> {
  /** Of everything random that is asked, the same for every target; absent or null: drawn. */
  readonly seed?: number | null;
  readonly workers?: WorkerCount;
  /** Told as soon as it is known. */
  readonly onOutcome?: (outcome: VerifyOutcome) => Promise<void>;
}

/**
 * Starts one target after the other (or takes its URL) and holds it against the endpoint contract. A target that cannot
 * be verified is an outcome beside the others; asked for alone by its name it is an error.
 */
export async function verifyTargets(
  requests: readonly TargetRequest[],
  io: SessionIo,
  options: VerifyTargetsOptions = {},
): Promise<readonly VerifyOutcome[]> {
  const { targetsDirs = [], rebuild = false, seed, workers = RUN_DEFAULTS.workers, onOutcome } = options;
  checkWorkers(workers);
  const problems: Problem[] = [];
  const { manifests, broken } = await openCatalog(targetsDirs, io.cwd);
  const settings = { cwd: io.cwd, healthPath: '/health', readyTimeoutMs: RUN_DEFAULTS.readyTimeoutMs };
  const resolved = resolveTargets(
    requests,
    manifests,
    { ...settings, broken, hasOwnFolders: targetsDirs.length > 0 },
    problems,
  );
  if (problems.length > 0) throw new ConfigError(problems);

  const outcomes: VerifyOutcome[] = [];
  const sharedSeed = seed ?? randomInt(1, 1_000_000);
  for (const one of resolved) {
    const outcome = await verifyOne(one, { workers, rebuild, seed: sharedSeed }, io).catch((error: unknown) => {
      const isAlone = resolved.length === 1;
      if (io.signal.aborted || isAlone || !(error instanceof TargetError)) throw error;
      return failureOf(one.target.name, error);
    });
    outcomes.push(outcome);
    await onOutcome?.(outcome);
  }
  return outcomes;
}

async function verifyOne(
  resolved: ResolvedTarget,
  { seed, ...preparation }: PreparationOptions & { readonly seed: number },
  io: SessionIo,
): Promise<VerifyOutcome> {
  const { workers } = preparation;
  const { startable, skipped } = await prepareTargets([resolved], io, preparation);
  if (io.signal.aborted) throw interruptedBeforeStart(io.signal);
  const [one] = startable.values();
  if (one === undefined) return unavailable(resolved.target.name, skipped);
  const { built, env } = one;
  const target = withWorkers(one.target, workers);
  const { plan } = planCores({ workers, pin: false, threads: 1 }, readCores());
  const instance = await startInstance(target, {
    built,
    env,
    workers,
    cpuList: plan.serverCpus,
    logFile: null,
    signal: io.signal,
  });
  try {
    const result: ContractResult = await verifyContract({
      endpoint: instance.endpoint,
      target: target.name,
      healthName: target.kind === 'bundled' ? target.manifest.name : null,
      endpoints:
        target.kind === 'bundled' ? target.manifest.implements : CONTRACT_ENDPOINTS.map((endpoint) => endpoint.name),
      seed,
      dataDir: instance.dataDir,
      // A process that we did not start may carry the same number on another machine, or within a container.
      rssBytesOf: target.kind === 'bundled' || target.kind === 'command' ? residentBytes : null,
      signal: io.signal,
    });
    return { kind: 'verified', ...result };
  } finally {
    await instance.stop();
  }
}

/** What a group stands for and this machine cannot run. */
function unavailable(target: string, skipped: Awaited<ReturnType<typeof prepareTargets>>['skipped']): NotVerified {
  const [event] = skipped;
  const reason = event?.kind === 'warning' ? event.warning.message : 'cannot run here';
  return { kind: 'not-verified', target, reason, isFailure: false };
}

/** What should have run and did not. */
function failureOf(target: string, { message, hint }: TargetError): NotVerified {
  const text = message.replace(`target "${target}": `, '').replace(`target "${target}" `, '');
  return { kind: 'not-verified', target, reason: hint === null ? text : `${text} (${hint})`, isFailure: true };
}
