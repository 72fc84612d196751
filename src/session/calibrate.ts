import { calibrateMetrics, holdsOne } from '../analysis/calibration.js';
import { CALIBRATE_DEFAULTS } from '../config/defaults.js';
import { EXIT, PerfcmpError } from '../errors.js';
import { estimateSeconds, launchesWithin } from '../experiment/estimate.js';
import type { Calibration } from '../model/calibration.js';
import type { CalibrateConfig } from '../model/config.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import { mean } from '../stats/moments.js';
import { writeCalibration } from '../store/calibration-store.js';
import { formatDurationMs } from '../units/duration.js';
import { exitCodeOf } from './exit-code.js';
import type { SessionIo } from './io.js';
import { type MeasuredPlan, measurePlan, type PlanUse } from './measure-plan.js';
import { ofOneCell } from './one-cell.js';
import { withPreparedRun } from './prepare-run.js';
import { toolVersion } from './tool-version.js';

/** More than these know how launches scatter better than anybody needs. */
const MOST_LAUNCHES = 100;

/** What `calibrate` found, and whether `run` and `gate` will know of it. */
export interface CalibrationResult {
  readonly calibration: Calibration;
  readonly exitCode: number;
  readonly isStored: boolean;
}

/** Compares a target with a second instance of itself, and keeps how much results scatter on this machine. */
export function calibrate(
  { run, budgetMs }: CalibrateConfig,
  io: SessionIo & { readonly env: NodeJS.ProcessEnv },
): Promise<CalibrationResult> {
  return withPreparedRun(run, io, async (prepared) => {
    const plan = within(budgetMs, ofOneCell(prepared.plan));
    const lapsMs: number[] = [];
    const decide = endingWithin(budgetMs, plan.launches, lapsMs);
    const measured = await measurePlan({ ...prepared, plan }, { command: 'calibrate', decide }, io);
    const calibration = describe(measured, mean(lapsMs) / 1000);
    const exitCode = exitCodeOf(measured.report);
    if (!calibration.isSound) return { calibration, exitCode: exitCode || EXIT.invalid, isStored: false };
    return { calibration, exitCode, isStored: exitCode === EXIT.ok && writeCalibration(calibration, io.env) };
  });
}

/** The plan with as many launches as are likely to fit, each as long as it was. */
function within(budgetMs: number, plan: Plan): Plan {
  const { fewestLaunches } = CALIBRATE_DEFAULTS;
  const launches = Math.min(MOST_LAUNCHES, launchesWithin(plan, budgetMs));
  if (launches < fewestLaunches) {
    const neededSeconds = Math.ceil(estimateSeconds({ ...plan, launches: fewestLaunches }));
    const needed = formatDurationMs(1000 * neededSeconds);
    const message = `${formatDurationMs(budgetMs)} is too short for ${fewestLaunches} launches, which take about ${needed}`;
    throw new PerfcmpError('budget', message, EXIT.usage, { hint: `--budget ${neededSeconds}s or more` });
  }
  const { durationMs } = plan;
  return {
    ...plan,
    launches,
    durationMs: durationMs === null ? null : (durationMs * launches) / plan.launches,
    stopping: { looks: [launches], budgetMs, resolution: null },
  };
}

/**
 * Ends where the next launch would come to its end too late; the fewest that are of use are always run. Keeps how long each
 * took by itself, without the ceiling before it and launches that did not count.
 */
function endingWithin(budgetMs: number, launches: number, lapsMs: number[]): PlanUse['decide'] {
  const startedMs = performance.now();
  return (_events, launchesDone, launchMs) => {
    // It may have begun anew in another mode.
    if (launchesDone === 1) lapsMs.length = 0;
    lapsMs.push(launchMs);
    const endMs = performance.now() - startedMs + mean(lapsMs);
    const reason = 'a calibration waits for no verdict';
    if (launchesDone >= launches) return { ended: 'launches', reason };
    return launchesDone >= CALIBRATE_DEFAULTS.fewestLaunches && endMs > budgetMs ? { ended: 'budget', reason } : null;
  };
}

function describe({ events, report, storedAs }: MeasuredPlan, secondsALaunch: number): Calibration {
  const { run, plan, environment, warnings } = report;
  const metrics = calibrateMetrics(events, report, secondsALaunch);
  const [target] = report.targets;
  const [scenario] = report.scenarios;
  const [profile] = report.profiles;
  const isDescribed = target !== undefined && scenario !== undefined && profile !== undefined;
  if (metrics.length === 0 || !isDescribed || environment === null) throw notCalibrated(report);
  const throughput = metrics.find(({ metric }) => metric === 'throughput');
  const isValid = report.comparisons.every(({ verdict }) => verdict !== 'invalid');
  return {
    schema: 'perfcmp/calibration@1',
    tool: { name: 'perfcmp', version: toolVersion() },
    createdAt: run.startedAt,
    environment,
    target: { name: target.name, version: target.version },
    scenario: scenario.name,
    profile,
    mode: plan.mode,
    seed: run.seed,
    launches: plan.launchesDone,
    blocks: plan.blocks,
    sliceMs: plan.sliceMs,
    seconds: run.seconds,
    secondsALaunch,
    isSound: isValid && throughput !== undefined && holdsOne(throughput),
    metrics,
    warnings,
    run: storedAs,
  };
}

/** Too little came of it to say how anything scatters. */
function notCalibrated({ targets, plan }: Report): PerfcmpError {
  const failed = targets.find(({ failure }) => failure !== null);
  if (failed !== undefined) {
    return new PerfcmpError('not-calibrated', `target "${failed.name}": ${failed.failure}`, EXIT.target, {
      hint: 'what it said stands in the folder logs of the stored run',
    });
  }
  const message = `${plan.launchesDone} launches were finished, which do not show how launches scatter`;
  return new PerfcmpError('not-calibrated', message, EXIT.invalid, { hint: 'give it a longer --budget' });
}
