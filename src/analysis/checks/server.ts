import type { SliceEvent } from '../../model/events.js';
import { type Cell, cellKey, IDLE_SHARE_LIMIT, isBackgroundWork, profileNamed } from '../../model/plan.js';
import type { Warning } from '../../model/warning.js';
import { mean, sum } from '../../stats/moments.js';
import { launchInterval } from '../../stats/ratio-interval.js';
import { formatShareAbove } from '../../units/percent.js';
import { formatCount } from '../../units/rate.js';
import { plural } from '../../units/words.js';
import { idleCpuOf } from '../idle-cpu.js';
import { groupByLaunch } from '../launch-pairs.js';
import type { RunFacts } from '../run-facts.js';
import { cpuPerRequestUs } from '../server-summary.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

/** METHOD 1.6, of a logarithm. */
const CPU_TOLERANCE = 0.03;
/** Helper threads of a runtime, as of Node's garbage collector, come to a few percent where nothing limits them. */
const CORES_TOLERANCE = 0.15;

/** `target-failed`: what it measured before stays in the table, but nothing is concluded from it. */
export function checkFailedTargets(facts: RunFacts): Warning[] {
  return [...facts.failures].map(([target, message]) => runWarning('target-failed', 'invalid', message, { target }));
}

/** `not-steady`: warm-up ended by its maximum, not because throughput had settled. */
export function checkSteady(facts: RunFacts): Warning[] {
  return facts.plan.targets.flatMap((target) => {
    const own = facts.warmupSummaries.filter(({ summary }) => summary.target === target);
    const restless = own.filter(({ summary }) => !summary.steady);
    if (restless.length === 0) return [];
    const seconds = Math.max(...restless.map(({ summary }) => summary.elapsedMs)) / 1000;
    // Of several instances in a launch each has a warm-up.
    const launches = (events: typeof own): number => new Set(events.map((event) => event.launch)).size;
    const message = `throughput had not settled after ${Number(seconds.toFixed(1))} s of warm-up in ${launches(restless)} of ${launches(own)} launches; try a longer --warmup`;
    return [runWarning('not-steady', 'warn', message, { target })];
  });
}

/** Not even a server in the kernel answers for less. */
const LEAST_CPU_A_REQUEST_NS = 100;
const FEWEST_ANSWERS = 1000;

/** `no-server-cpu`: answers came while its processes did nothing, so somebody else gave them. */
export function checkServerWorks({ all, cell }: CheckedCell): Warning[] {
  const seen = all.filter(({ server }) => server !== null);
  const ok = sum(seen.map(({ recording }) => recording.requests.ok));
  const cpuNs = sum(seen.map(({ server }) => server?.cpuNs ?? 0));
  if (ok < FEWEST_ANSWERS || cpuNs >= ok * LEAST_CPU_A_REQUEST_NS) return [];
  const message = `its processes used next to no CPU while ${formatCount(ok)} answers came: something else answers at its port`;
  return [runWarning('no-server-cpu', 'invalid', message, cell)];
}

/** `more-cores`: a server that was to run on so many cores used clearly more, so it was not measured as the others were. */
export function checkCores({ facts, measurement }: CheckedCell): Warning[] {
  const workers = facts.plan.cores?.workers ?? 'native';
  const used = measurement.server?.coresUsed ?? null;
  if (workers === 'native' || used === null || used <= workers * (1 + CORES_TOLERANCE)) return [];
  const message = `used ${used.toFixed(2)} cores where servers were to keep to ${workers}: not measured as one that does`;
  return [runWarning('more-cores', 'warn', message, measurement)];
}

/** `native-workers`: what each framework makes of a machine is part of what was measured. */
export function checkNativeCores({ plan }: RunFacts, cells: readonly CheckedCell[]): Warning[] {
  if (plan.cores?.workers !== 'native' || plan.targets.length < 2) return [];
  const used = plan.targets.flatMap((target) => {
    const seen = cells.flatMap(({ measurement }) =>
      measurement.target === target ? (measurement.server?.coresUsed ?? []) : [],
    );
    return seen.length === 0 ? [] : [{ target, cores: mean(seen) }];
  });
  const all = used.map(({ cores }) => cores);
  const differ = all.length > 1 && Math.max(...all) > Math.min(...all) * (1 + CORES_TOLERANCE);
  const words = used.map(({ target, cores }) => `${target} ${cores.toFixed(2)}`).join(', ');
  const message = `native workers: each target takes as many cores as it likes, and the load generator shares them${differ ? `; used on average: ${words}` : ''}`;
  return [runWarning('native-workers', 'note', message)];
}

/** More connections than this on each core wait for one another, whatever serves them. */
const CROWDED_PER_CORE = 50;

/** `crowded`: a profile with so many connections that latency is the time in a queue. */
export function checkCrowding({ plan, environment: { cores } }: RunFacts): Warning[] {
  // A scenario's own number was chosen for what it does: its requests wait, and not for one another.
  const own = plan.scenarios.flatMap(({ connections }) => connections ?? []);
  return (
    plan.profiles
      // Arrivals come at their rate, however many connections they find.
      .filter(({ kind }) => kind === 'closed')
      .filter(({ connections }) => connections > CROWDED_PER_CORE * cores && !own.includes(connections))
      .map(({ name, connections }) =>
        runWarning(
          'crowded',
          'note',
          `load ${name}: ${connections} connections on ${plural(cores, 'core')} wait for one another: latency is mostly the time in the queue`,
        ),
      )
  );
}

/**
 * `background-work`: work left for the neighbours' slices is credited to its owner and punishes the others.
 *
 * In exclusive mode there are no neighbours.
 */
export function checkBackgroundWork(facts: RunFacts, slices: readonly SliceEvent[]): Warning[] {
  if (facts.mode === 'exclusive') return [];
  return facts.plan.targets.flatMap((target) => {
    const { idleNs, allNs } = idleCpuOf(target, slices);
    if (!isBackgroundWork(idleNs, allNs)) return [];
    const quieter = facts.mode === 'plain' && facts.plan.notStarted === undefined ? 'freeze' : 'exclusive';
    const share = formatShareAbove(idleNs / allNs, IDLE_SHARE_LIMIT);
    const message = `background work: ${share} of its CPU time fell outside its own slices, which ${facts.mode} mode cannot prevent; try --mode ${quieter}`;
    return [runWarning('background-work', 'invalid', message, { target })];
  });
}

/**
 * `cpu-guard`: slices do not cost what continuous load costs, so part of the work escapes the slices.
 *
 * Compilers go on after a warm-up that did not settle, and one launch may differ because the machine did: only launches
 * with a steady warm-up count, and what all of them leave open between their mean and the tolerance is no finding.
 */
export function checkCpuGuard(checked: CheckedCell): Warning[] {
  // At a lower rate a request may well cost more: there is less to do at once.
  if (profileNamed(checked.facts.plan, checked.cell.profile)?.kind === 'open') return [];
  const changes = [...groupByLaunch(checked.kept)].flatMap(([launch, slices]) => {
    const inSlices = cpuPerRequestUs(slices);
    const continuous = steadyCpuPerRequestUs(checked, launch);
    if (inSlices === null || continuous === null || inSlices <= 0 || continuous <= 0) return [];
    return [{ value: Math.log(inSlices / continuous), variance: null }];
  });
  const interval = launchInterval(changes, { alpha: checked.facts.plan.alpha, moderated: false });
  if (interval === null || interval.halfWidth === null) return [];
  if (Math.abs(interval.center) - interval.halfWidth <= CPU_TOLERANCE) return [];
  const change = Math.exp(interval.center) - 1;
  const message =
    change < 0
      ? `a request costs ${percent(-change)} less CPU in slices than at the end of warm-up, so some of its work may fall outside them; try a longer --warmup, then a longer --slice`
      : `a request costs ${percent(change)} more CPU in slices than at the end of warm-up, so they may not show it under steady load; try a longer --slice`;
  return [runWarning('cpu-guard', 'warn', message, checked.cell)];
}

/** Null where warm-up ended by its maximum, or CPU cannot be seen. */
function steadyCpuPerRequestUs(checked: CheckedCell, launch: number): number | null {
  const isOwn = ({ cell }: { readonly cell: Cell }): boolean => cellKey(cell) === cellKey(checked.cell);
  const warmup = checked.facts.warmupSummaries.find(
    (event) => event.launch === launch && event.summary.cells.some(isOwn),
  );
  return warmup?.summary.steady ? (warmup.summary.cells.find(isOwn)?.cpuPerRequestUs ?? null) : null;
}
