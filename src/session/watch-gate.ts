import { analyseRun } from '../analysis/analyse-run.js';
import type { EvidenceIn } from '../analysis/gate-evidence.js';
import { gateStanding, LAUNCHES_TO_SEE_SCATTER, outOfReach } from '../analysis/gate-standing.js';
import { judgeGate } from '../analysis/judge-gate.js';
import type { GateConfig } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import type { SessionIo } from './io.js';
import type { PlanUse } from './measure-plan.js';
import { toolVersion } from './tool-version.js';
import { watchRun } from './watch-run.js';

/** The rules of a gate, and where it takes its evidence from. */
export interface HeldGate {
  readonly config: GateConfig;
  readonly evidenceIn: EvidenceIn;
}

/** Ends a gate at a look as soon as every limit is decided, or nobody is left to judge; says at once what will hardly be. */
export function watchGate(plan: Plan, rules: HeldGate, io: SessionIo): PlanUse['decide'] {
  const judge = (report: Report) => gateStanding(judgeGate(report, rules.config, rules.evidenceIn));
  const watch = watchRun(plan, { judge });
  return (events, launchesDone, launchMs) => {
    if (isNobodyLeft(plan, events)) return { ended: 'settled', reason: 'nobody is left to be judged' };
    if (launchesDone === LAUNCHES_TO_SEE_SCATTER) tellOutOfReach(events, rules, io);
    return watch(events, launchesDone, launchMs);
  };
}

function tellOutOfReach(events: readonly RunEvent[], { config, evidenceIn }: HeldGate, io: SessionIo): void {
  const report = analyseRun(events, { toolVersion: toolVersion() });
  for (const warning of outOfReach(report, judgeGate(report, config, evidenceIn)))
    io.onEvent({ kind: 'warning', warning });
}

function isNobodyLeft({ baseline, targets }: Plan, events: readonly RunEvent[]): boolean {
  const failed = new Set(events.flatMap((event) => (event.kind === 'target-failed' ? [event.target] : [])));
  return failed.has(baseline) || targets.every((target) => target === baseline || failed.has(target));
}
