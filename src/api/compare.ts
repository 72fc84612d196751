import type { UserConfig, UserScenario, UserTarget } from '../config/user-config.js';
import { ConfigError, MeasurementError, type Problem, TargetError } from '../errors.js';
import type { Comparison, Estimate, Verdict } from '../model/comparison.js';
import type { RunConfig } from '../model/config.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import { interruptedEarly } from '../session/interrupted.js';
import { CONFIG_NAME, resolveChecked } from './checked-config.js';
import { begin, type Experiment, type ExperimentResult, refuseIfAborted } from './experiment.js';
import type { RunOptions } from './run-experiment.js';

/** What `compare` says itself, or has no use for. */
const NOT_OF_A_PAIR = ['targets', 'baseline', 'preset', 'scenarios', 'load', 'gate'] as const;

/** How two targets are compared: the keys of a config file, but for one scenario and one load. */
export interface PairConfig extends Omit<UserConfig, (typeof NOT_OF_A_PAIR)[number] | 'format' | 'output' | 'quiet'> {
  /** The name of a built-in scenario, or one of your own; absent: `path`, else `json` of targets that keep the contract. */
  readonly scenario?: string | UserScenario | undefined;
}

/** How the candidate did beside the baseline. */
export interface PairResult extends ExperimentResult {
  /** Of the candidate, on throughput, or on latency p99 where both were sent the same rate. */
  readonly verdict: Verdict;
  /** Candidate to baseline with its interval; above 1 the candidate is better, whatever the metric. */
  readonly ratio: Estimate;
  /** All that is known of it: the ratio of each launch, the margin, the smallest effect that could have been seen. */
  readonly comparison: Comparison;
}

/**
 * Measures a candidate beside a baseline, in one scenario under one load, and says whether it is faster. Other metrics of
 * the pair are in `report.comparisons`. Rejects where one of the two cannot be measured.
 *
 * ```ts
 * const { verdict, ratio } = await compare('node before.js', 'node after.js', { path: '/api/items' });
 * ```
 */
export function compare(
  baseline: UserTarget,
  candidate: UserTarget,
  config: PairConfig = {},
  options: RunOptions = {},
): Experiment<PairResult> {
  return begin(async (io) => {
    const { resolveRun } = await import('../config/resolve-run.js');
    const resolved = await resolveChecked(fileOf([baseline, candidate], config), (file) =>
      refuseSeveral(resolveRun({ positionals: [], flags: {}, file, env: {} }), config),
    );
    refuseIfAborted(io);
    const { runComparison } = await import('../session/run.js');
    const { ofOneCell } = await import('../session/one-cell.js');
    const isStored = options.store !== false;
    const result = await runComparison(resolved, io, {
      isStored,
      narrow: (plan) => ofOneCell(withFirstAsBaseline(plan)),
    });
    const comparison = mainComparison(result.report, io.signal);
    return { ...result, verdict: comparison.verdict, ratio: comparison.ratio, comparison };
  }, options);
}

function fileOf(targets: readonly UserTarget[], { scenario, ...config }: PairConfig): UserConfig {
  return { ...config, targets, ...(scenario !== undefined && { scenarios: [scenario] }) };
}

/** Everything that would make more than one pair in one scenario under one load. */
function refuseSeveral(config: RunConfig, written: PairConfig): RunConfig {
  const { targets, scenarios, loops } = config;
  const given: UserConfig = written;
  const problems: Problem[] = NOT_OF_A_PAIR.filter((key) => given[key] !== undefined).map((key) => ({
    where: `${CONFIG_NAME}, ${key}`,
    message: 'has no meaning in compare, which has two targets and one scenario',
    hint: 'runExperiment takes it',
  }));
  if (targets.length !== 2) {
    problems.push({
      where: 'targets',
      message: `must be two, got ${targets.length}`,
      hint: 'runExperiment takes more',
    });
  }
  for (const target of targets) {
    if (target.kind !== 'word' || (target.word !== 'all' && target.word !== 'default')) continue;
    const where = `target "${target.word}"`;
    problems.push({ where, message: 'stands for several targets', hint: 'name one, or use runExperiment' });
  }
  if (scenarios?.includes('all') || (scenarios?.length ?? 0) > 1) {
    const where = `${CONFIG_NAME}, scenario`;
    problems.push({ where, message: 'stands for several', hint: 'name one, or use runExperiment' });
  }
  if (loops.kind === 'both' || (loops.kind === 'open' && loops.loads.length !== 1)) {
    const where = `${CONFIG_NAME}, ${loops.kind === 'both' ? 'loop' : 'rate'}`;
    problems.push({ where, message: 'must be one load', hint: 'write rate: "50%" or "2k", or use runExperiment' });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The two come in the order in which they were asked for, and their final names are only known by now. */
function withFirstAsBaseline(plan: Plan): Plan {
  const [first = plan.baseline] = plan.targets;
  return { ...plan, baseline: first, isBaselineAsked: true };
}

function mainComparison(report: Report, signal: AbortSignal): Comparison {
  const of = (wanted: string): Comparison | undefined => report.comparisons.find(({ metric }) => metric === wanted);
  const found = of('throughput') ?? of('latency.p99');
  if (found !== undefined && found.ratio.value !== null) return found;
  const failed = report.targets.find(({ failure }) => failure !== null);
  if (failed !== undefined) {
    throw new TargetError('target-failed', failed.name, `target "${failed.name}": ${failed.failure}`);
  }
  if (signal.aborted) throw interruptedEarly(signal, undefined);
  const reasons = report.warnings.filter(({ level }) => level !== 'note').map(({ message }) => message);
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  throw new MeasurementError('not-compared', `too little was measured to compare the two${why}`, {
    hint: 'try more launches, or a longer duration',
  });
}
