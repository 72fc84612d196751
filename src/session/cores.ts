import { runWarning } from '../analysis/warnings.js';
import { ConfigError } from '../errors.js';
import { type CoreDecision, planCores } from '../machine/core-plan.js';
import { cpuListText, moveOwnThreads, readCores } from '../machine/cores.js';
import type { RunConfig } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { Target, WorkerCount } from '../model/target.js';
import type { Warning } from '../model/warning.js';
import { plural } from '../units/words.js';

/** Which cores servers and generator get; throws where there are fewer than were asked for. */
export function decideCores({
  workers,
  pin,
  generator,
}: Pick<RunConfig, 'workers' | 'pin' | 'generator'>): CoreDecision {
  checkWorkers(workers);
  return planCores({ workers, pin, threads: generator.threads }, readCores());
}

/** Throws for more workers than there are cores for them. */
export function checkWorkers(workers: WorkerCount): void {
  const { allowed } = readCores();
  if (workers === 'native' || workers <= allowed.length) return;
  const there = allowed.length === 1 ? 'there is 1 core' : `there are ${allowed.length} cores`;
  const message = `${plural(workers, 'worker')} want a core each, and ${there} (${cpuListText(allowed)})`;
  throw new ConfigError([{ where: '--workers', message, hint: `at most ${allowed.length}, or native` }]);
}

/** The target as it takes part with so many workers: one that several cannot serve as one would is asked less. */
export function withWorkers(target: Target, workers: WorkerCount): Target {
  if (target.kind !== 'bundled' || workers === 'native' || workers === 1) return target;
  const { severalWorkers } = target.manifest;
  // Without any it is refused with its reason before it is built.
  if (severalWorkers.length === 0) return target;
  return { ...target, manifest: { ...target.manifest, implements: severalWorkers } };
}

/** What of the cores could not be had as asked, as warnings. */
export function coreWarnings(decision: CoreDecision, targets: readonly Target[]): RunEvent[] {
  const { plan, notLimited, notPinned } = decision;
  const strangers = plan.workers === 'native' ? [] : targets.filter(({ kind }) => kind === 'url');
  const warnings = [
    ...(notLimited === null
      ? []
      : [runWarning('cores-not-limited', 'warn', `servers may use all cores: ${notLimited}`)]),
    ...withoutOwnCore(decision),
    ...strangers.map(({ name }) =>
      runWarning('cores-not-limited', 'note', 'runs already: its cores are neither limited nor seen', { target: name }),
    ),
    ...(notPinned === null ? [] : [runWarning('not-pinned', 'warn', `not pinned: ${notPinned}`)]),
  ];
  return warnings.map((warning) => ({ kind: 'warning', warning }));
}

/** With fewer workers than cores servers are kept off the others; with as many, nothing is left. */
function withoutOwnCore({ plan: { workers, serverCpus }, notLimited }: CoreDecision): Warning[] {
  if (workers === 'native' || serverCpus !== null || notLimited !== null) return [];
  const message = `with ${plural(workers, 'worker')} a server no core is left for the load generator: they share`;
  return [runWarning('no-core-left', 'note', message)];
}

/** Runs with all threads of perfcmp on its own cores where it has any, and gives them all back afterwards. */
export async function onOwnCores<T>(decision: CoreDecision, use: (decision: CoreDecision) => Promise<T>): Promise<T> {
  const { generatorCpus } = decision.plan;
  if (generatorCpus === null) return use(decision);
  const before = cpuListText(readCores().allowed);
  const notPinned = await moveOwnThreads(generatorCpus);
  if (notPinned !== null) return use({ ...decision, notPinned, plan: { ...decision.plan, generatorCpus: null } });
  try {
    return await use(decision);
  } finally {
    await moveOwnThreads(before);
  }
}
