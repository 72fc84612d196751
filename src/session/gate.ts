import type { HeldMetric } from '../analysis/calibration-advice.js';
import { confirmGate, failedToConfirm, freshDoubts, toBeConfirmed } from '../analysis/confirm-gate.js';
import { againstOf, againstWarnings, changeSince } from '../analysis/gate-against.js';
import { sideBySide } from '../analysis/gate-evidence.js';
import { outOfReach } from '../analysis/gate-standing.js';
import { judgeGate } from '../analysis/judge-gate.js';
import { PerfcmpError } from '../errors.js';
import type { GateConfig, TargetRequest } from '../model/config.js';
import { interruptOf } from '../model/events.js';
import type { GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import type { Warning } from '../model/warning.js';
import { withBaseAndHead } from './base-ref.js';
import { withCalibration } from './calibrated.js';
import { confirmingLaunches, measureAgain, mostConfirmingSeconds } from './confirm-run.js';
import { checkGate, mayConfirm, planAgainst } from './gate-plan.js';
import type { SessionIo, SessionResult } from './io.js';
import { measurePlan } from './measure-plan.js';
import { ownFiles } from './own-files.js';
import { type PreparedRun, withPreparedRun } from './prepare-run.js';
import { readRun } from './stored.js';
import { type HeldGate, watchGate } from './watch-gate.js';

/** Measures candidates beside a baseline until every limit is decided, and says whether they keep them. */
export async function runGate(config: GateConfig, io: SessionIo): Promise<SessionResult> {
  const { base, run } = config;
  await checkGate(config, io);
  if (base === null) return gateTargets(config, io);
  const leftOut = ownFiles(run.output.files, io.cwd, process.env);
  return withBaseAndHead({ ...base, leftOut }, io, (checkedOut) => {
    const targets = checkedOut.map((target, side) => withScanOf(target, run.targets[side]));
    return gateTargets({ ...config, run: { ...run, targets } }, io);
  });
}

/** A target with the values of parameters that it is started with. */
function withScanOf(target: TargetRequest, asked: TargetRequest | undefined): TargetRequest {
  return asked?.scan === undefined ? target : { ...target, scan: asked.scan };
}

async function gateTargets(config: GateConfig, io: SessionIo): Promise<SessionResult> {
  const stored = config.against === null ? null : await readRun(config.against, io);
  const held: HeldGate = { config, evidenceIn: stored === null ? sideBySide : changeSince(stored) };
  return withPreparedRun(config.run, io, async (chosen) => {
    const prepared = { ...chosen, plan: planAgainst(config, stored, chosen, io) };
    const use = {
      command: 'gate',
      decide: watchGate(prepared.plan, held, io),
      complete: async (report: Report) => withStored(stored, await judged(held, prepared, report, io)),
    } as const;
    if (mayConfirm(config)) {
      io.onEvent({ kind: 'gate-planned', confirmingSeconds: mostConfirmingSeconds(prepared.plan) });
    }
    const { report, storedAs } = await measurePlan(withCalibration(prepared, heldBy(config)), use, io);
    return { report, exitCode: report.gate?.exitCode ?? 0, storedAs };
  });
}

/** What is allowed to be lost, by metric. */
function heldBy({ thresholds }: GateConfig): HeldMetric[] {
  return thresholds.flatMap(({ metric, limit }) =>
    limit.kind === 'regression' ? { metric, margin: limit.margin } : [],
  );
}

/** The report with the gate's result, after fresh launches where a regression has to be shown again. */
async function judged(held: HeldGate, prepared: PreparedRun, report: Report, io: SessionIo): Promise<Report> {
  const first = judgeGate(report, held.config, held.evidenceIn);
  const { gate, warnings } = io.signal.aborted
    ? { gate: first, warnings: [] }
    : await shownAgain(held, prepared, { report, first }, io);
  return { ...report, gate, warnings: [...report.warnings, ...warnings, ...openForScatter(report, first)] };
}

interface Confirmed {
  readonly gate: GateResult;
  /** Of fresh launches, where what they found is a reason to doubt it. */
  readonly warnings: readonly Warning[];
}

/** The result after fresh launches; what they cost, and what becomes of them, takes nothing away from the first ones. */
async function shownAgain(
  { evidenceIn }: HeldGate,
  prepared: PreparedRun,
  { report, first }: { readonly report: Report; readonly first: GateResult },
  io: SessionIo,
): Promise<Confirmed> {
  const doubted = toBeConfirmed(first);
  if (doubted.length === 0) return { gate: first, warnings: [] };
  const { plan } = prepared;
  io.onEvent({ kind: 'loss-proven', losses: doubted, baseline: plan.baseline, launches: confirmingLaunches(plan) });
  try {
    const again = await measureAgain(prepared, doubted, io);
    const gate = confirmGate(report, first, again.report, again.baselineAgain, evidenceIn);
    return { gate, warnings: freshDoubts(report, gate, again.report) };
  } catch (error) {
    if (!(error instanceof PerfcmpError)) throw error;
    return { gate: failedToConfirm(report, first, error, interruptOf(io.signal)), warnings: [] };
  }
}

/** The report with the run that it was held against, and what that is worth. */
function withStored(stored: Report | null, report: Report): Report {
  if (stored === null || report.gate === null) return report;
  const against = againstOf(stored, report);
  return {
    ...report,
    gate: { ...report.gate, against },
    warnings: [...report.warnings, ...againstWarnings(against)],
  };
}

/** Of limits that stayed open because launches scatter. */
function openForScatter(report: Report, gate: GateResult): Warning[] {
  const open = gate.results.filter(({ status }) => status === 'inconclusive');
  return outOfReach(report, { ...gate, results: open });
}
