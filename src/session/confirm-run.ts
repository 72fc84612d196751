import { confirmingPlan } from '../experiment/confirming-plan.js';
import { estimateSeconds } from '../experiment/estimate.js';
import type { StartableTarget } from '../experiment/run-state.js';
import { SERVER_METRICS } from '../model/comparison.js';
import { type GateCheck, LEAST_GATE_LAUNCHES } from '../model/gate.js';
import { type Cell, cellKey, type Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import type { SessionIo } from './io.js';
import { everyLaunch, measurePlan } from './measure-plan.js';
import type { PreparedRun } from './prepare-run.js';

/** What fresh launches showed, and what the baseline's second instance is called among them. */
export interface MeasuredAgain {
  readonly report: Report;
  readonly baselineAgain: string;
}

/** How many launches show again what a plan has shown. */
export function confirmingLaunches({ launches }: Plan): number {
  return Math.max(LEAST_GATE_LAUNCHES, Math.ceil(launches / 2));
}

/** What they take where all candidates have lost in everything. */
export function mostConfirmingSeconds(plan: Plan): number {
  const cells = plan.instances.flatMap((instance) => instance.cells);
  const ofCandidates = cells.filter(({ target }) => target !== plan.baseline);
  return estimateSeconds(planAgain(plan, ofCandidates));
}

/** Measures what failed again, in launches of its own and beside two instances of the baseline. */
export async function measureAgain(
  prepared: PreparedRun,
  checks: readonly GateCheck[],
  io: SessionIo,
): Promise<MeasuredAgain> {
  const { baseline } = prepared.plan;
  const baselineAgain = againOf(prepared.plan);
  const plan = planAgain(prepared.plan, doubtedCells(prepared.plan, checks));
  const targets = new Map(prepared.targets);
  const startable = prepared.targets.get(baseline);
  if (startable !== undefined) targets.set(baselineAgain, named(startable, baselineAgain));
  const use = { command: 'gate', decide: everyLaunch, isStored: false } as const;
  const { report } = await measurePlan({ ...prepared, plan, targets, remarks: [] }, use, io);
  return { report, baselineAgain };
}

/** The cells of checks; of what a server is as a whole all that it was asked, which made it so. */
function doubtedCells({ instances }: Plan, checks: readonly GateCheck[]): Cell[] {
  return checks.flatMap((check) => {
    const key = cellKey(check);
    const instance = instances.find(({ cells }) => cells.some((cell) => cellKey(cell) === key));
    return SERVER_METRICS.includes(check.metric) ? (instance?.cells ?? check) : check;
  });
}

function planAgain(plan: Plan, cells: readonly Cell[]): Plan {
  return confirmingPlan(plan, { cells, baselineAgain: againOf(plan), launches: confirmingLaunches(plan) });
}

function againOf({ baseline, targets }: Plan): string {
  return nameFor(baseline, targets);
}

function nameFor(baseline: string, taken: readonly string[]): string {
  const name = `${baseline} again`;
  return taken.includes(name) ? nameFor(name, taken) : name;
}

function named(startable: StartableTarget, name: string): StartableTarget {
  return { ...startable, target: { ...startable.target, name } };
}
