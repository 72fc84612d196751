import { randomInt } from 'node:crypto';
import { RUN_DEFAULTS } from '../config/defaults.js';
import type { TargetOptions } from '../config/target-options.js';
import { CONTRACT_ENDPOINTS } from '../contract/endpoints.js';
import { verifyContract } from '../contract/verify.js';
import { ConfigError, type Problem } from '../errors.js';
import { planCores } from '../machine/core-plan.js';
import { readCores } from '../machine/cores.js';
import { residentBytes } from '../machine/resident.js';
import type { TargetRequest } from '../model/config.js';
import type { ContractResult } from '../model/contract.js';
import type { WorkerCount } from '../model/target.js';
import { startInstance } from '../target/instance.js';
import { openCatalog } from './catalog.js';
import { checkWorkers, withWorkers } from './cores.js';
import { interruptedBeforeStart } from './interrupted.js';
import type { SessionIo } from './io.js';
import { prepareTargets } from './prepare-targets.js';
import { isGroup, resolveTargets } from './resolve-targets.js';

/** Starts a target (or takes a URL) and holds it against the endpoint contract. */
export async function verifyTarget(
  request: TargetRequest,
  io: SessionIo,
  options: Partial<TargetOptions & { readonly workers: WorkerCount }> = {},
): Promise<ContractResult> {
  const { targetsDirs = [], rebuild = false, workers = RUN_DEFAULTS.workers } = options;
  checkWorkers(workers);
  const problems: Problem[] = isGroup(request) ? [groupProblem(request.word)] : [];
  const { manifests, broken } = await openCatalog(targetsDirs, io.cwd);
  const settings = { cwd: io.cwd, healthPath: '/health', readyTimeoutMs: RUN_DEFAULTS.readyTimeoutMs, broken };
  const resolved = resolveTargets([request], manifests, settings, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  const { startable } = await prepareTargets(resolved, io, { workers, rebuild });
  const [one] = startable.values();
  if (one === undefined || io.signal.aborted) throw interruptedBeforeStart(io.signal);
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
    return await verifyContract({
      endpoint: instance.endpoint,
      target: target.name,
      healthName: target.kind === 'bundled' ? target.manifest.name : null,
      endpoints:
        target.kind === 'bundled' ? target.manifest.implements : CONTRACT_ENDPOINTS.map((endpoint) => endpoint.name),
      seed: randomInt(1, 1_000_000),
      dataDir: instance.dataDir,
      // A process that we did not start may carry the same number on another machine.
      ...(instance.pid !== null && { rssBytesOf: residentBytes }),
      signal: io.signal,
    });
  } finally {
    await instance.stop();
  }
}

function groupProblem(word: string): Problem {
  return {
    where: `target "${word}"`,
    message: 'stands for several targets, and one is verified at a time',
    hint: 'perfcmp list shows their names',
  };
}
