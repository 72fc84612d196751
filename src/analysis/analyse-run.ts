import type { Comparison } from '../model/comparison.js';
import type { RunEvent } from '../model/events.js';
import type { CountedMeasurement } from '../model/measurement.js';
import { type Cell, cellKey } from '../model/plan.js';
import type { Ranking, Report } from '../model/report.js';
import { isRough } from '../model/rough.js';
import { concerns, type Warning } from '../model/warning.js';
import { baselinePairs, pairCells } from './cell-pairs.js';
import { checkBodySize, checkEqualAnswers, checkFailures, checkSampledAnswers } from './checks/answers.js';
import type { CellCheck, CheckedCell } from './checks/cell.js';
import { checkChangedAnswers } from './checks/changed-answers.js';
import { checkClimb, checkCutWarmup, checkFalls } from './checks/climb.js';
import { checkComparison } from './checks/comparison.js';
import { checkEqualWork } from './checks/equal-work.js';
import {
  checkCeilingTies,
  checkGenerator,
  checkReopened,
  checkStartSkew,
  checkStarvation,
} from './checks/generator.js';
import { checkHelpers, checkProbe, checkSteal } from './checks/machine.js';
import { checkOfferedRate } from './checks/pace.js';
import { checkPieces } from './checks/pieces.js';
import { checkProcesses } from './checks/processes.js';
import { checkRevisions } from './checks/revisions.js';
import {
  checkBackgroundWork,
  checkCores,
  checkCpuGuard,
  checkCrowding,
  checkFailedTargets,
  checkNativeCores,
  checkServerWorks,
  checkSteady,
} from './checks/server.js';
import { checkThawStalls } from './checks/thaw.js';
import { checkClaims } from './claims.js';
import { compareServers } from './compare-servers.js';
import { type CellPair, compareCells } from './comparison.js';
import { withDoubts } from './doubts.js';
import { tellLeastRatios, withLeast, withoutInvalid } from './lower-bounds.js';
import { measureCell } from './measurement.js';
import { overallRatios } from './overall.js';
import { rankTargets } from './ranking.js';
import { describePlan, describeProfiles, describeRun, describeScenarios, describeTargets } from './report-head.js';
import { cellsOf, collectRunFacts, type RunFacts, slicesOf } from './run-facts.js';
import { type SliceSelection, selectSlices } from './slice-selection.js';
import { isInvalid, runWarning, withoutRepeats } from './warnings.js';

/** One cell by itself; a new check is a function here. */
const CELL_CHECKS: readonly CellCheck[] = [
  ({ measurement }) => checkFailures(measurement),
  checkSampledAnswers,
  checkBodySize,
  checkChangedAnswers,
  checkGenerator,
  checkOfferedRate,
  checkReopened,
  checkStarvation,
  checkStartSkew,
  checkServerWorks,
  checkCpuGuard,
  checkCores,
  checkClimb,
  checkThawStalls,
];

/** A run with its cells measured and compared. */
interface Analysed {
  readonly facts: RunFacts;
  readonly selection: SliceSelection;
  readonly cells: readonly CheckedCell[];
  readonly compared: readonly { readonly pair: CellPair; readonly comparisons: readonly Comparison[] }[];
}

/** The events of a `run`, finished or not, to the report on it. */
export function analyseRun(events: Iterable<RunEvent>, options: { readonly toolVersion: string }): Report {
  const facts = collectRunFacts(events);
  const selection = selectSlices(facts);
  const cells = cellsOf(facts.plan).map((cell) => checkedCell(facts, selection, cell));
  const pairs = baselinePairs(facts, selection);
  const compared = pairs.map((pair) => ({
    pair,
    comparisons: [...compareCells(pair), ...compareServers(facts, pair)],
  }));
  const warnings = warningsOn({ facts, selection, cells, compared });
  const measurements = cells.map(({ measurement }) => withLeast(measurement, warnings));
  const comparisons = compared.flatMap((one) =>
    one.comparisons.map((each) => withDoubts(withoutInvalid(each, warnings, measurements), warnings)),
  );
  const overall = overallRatios(facts.plan, pairs, comparisons);
  const rankings = rankAll({ facts, selection, measurements, warnings });
  return {
    schema: 'perfcmp/report@1',
    tool: { name: 'perfcmp', version: options.toolVersion },
    run: describeRun(facts),
    environment: facts.environment,
    plan: describePlan(facts),
    targets: describeTargets(facts),
    scenarios: describeScenarios(facts),
    profiles: describeProfiles(facts),
    measurements,
    comparisons,
    ...(overall.length > 0 && { overall }),
    rankings,
    warnings: [
      ...tellLeastRatios(warnings, comparisons),
      ...rankings.flatMap((ranking) => ceilingTies(ranking, measurements)),
    ],
    ...(facts.plan.claims && { claims: checkClaims({ facts, selection, measurements, warnings }) }),
    gate: null,
    search: null,
  };
}

/** Everything there is to remark, in this order: the run, the machine, each cell, what the answers and the pairs show. */
function warningsOn({ facts, selection, cells, compared }: Analysed): Warning[] {
  const { allBlocks, marks } = selection;
  const differing = checkEqualWork(facts);
  return [
    ...selection.warnings,
    ...facts.warnings,
    ...noteSwitch(facts),
    ...checkPieces(facts),
    ...checkRoughness(facts, selection),
    ...checkRevisions(facts.described, facts.plan.baseline),
    ...checkFailedTargets(facts),
    ...checkCrowding(facts),
    ...checkSteady(facts),
    ...checkCutWarmup(facts.plan),
    ...checkNativeCores(facts, cells),
    ...checkProcesses(facts),
    ...checkBackgroundWork(facts, allBlocks),
    ...checkSteal(allBlocks, marks),
    ...checkHelpers(facts.mode, allBlocks),
    ...checkProbe(allBlocks, marks),
    ...cells.flatMap((cell) => CELL_CHECKS.flatMap((check) => check(cell))),
    ...checkFalls(cells),
    ...differing,
    ...equalAnswers(facts, cells, differing),
    ...withoutRepeats(compared.flatMap(({ pair, comparisons }) => checkComparison(pair, comparisons))),
  ];
}

function checkedCell(facts: RunFacts, selection: SliceSelection, cell: Cell): CheckedCell {
  const all = slicesOf(facts.slices, cell);
  const kept = slicesOf(selection.kept, cell);
  const slices = { cell, all, kept: kept.length > 0 ? kept : all };
  return { facts, ...slices, measurement: measureCell(facts, slices, selection.marks) };
}

/** `mode-switched`: why idle targets did not simply stay alive. */
function noteSwitch({ mode, switchReason }: RunFacts): Warning[] {
  if (switchReason === null) return [];
  return [runWarning('mode-switched', 'note', `measured in ${mode} mode because ${switchReason}`)];
}

/** `rough`: said once, because it is about the plan. */
function checkRoughness(facts: RunFacts, selection: SliceSelection): Warning[] {
  // Where there is not one number, none of them is rough.
  if (facts.slices.length === 0) return [];
  const launches = new Set(selection.kept.map((slice) => slice.launch)).size;
  if (!isRough(facts.plan, launches)) return [];
  const message =
    launches === 0
      ? 'rough: no launch got far enough to compare anything'
      : `rough: ${launches === 1 ? 'one launch' : `${launches} launches`}, so how starts differ is assumed rather than seen`;
  return [runWarning('rough', 'note', message)];
}

/** What was seen under load, as far as it says more than what was asked before. */
function equalAnswers(facts: RunFacts, cells: readonly CheckedCell[], known: readonly Warning[]): Warning[] {
  return cells.flatMap(({ cell, measurement }) => {
    const key = cellKey({ ...cell, target: facts.plan.baseline });
    const baseline = cells.find((candidate) => cellKey(candidate.cell) === key);
    if (baseline === undefined) return [];
    return checkEqualAnswers(baseline.measurement, measurement).filter(
      ({ level }) => !known.some((other) => concerns(other, cell) && (other.level === 'warn' || level === 'note')),
    );
  });
}

function rankAll(input: {
  readonly facts: RunFacts;
  readonly selection: SliceSelection;
  readonly measurements: readonly CountedMeasurement[];
  readonly warnings: readonly Warning[];
}): Ranking[] {
  const { facts, selection, warnings } = input;
  return describeScenarios(facts).flatMap(({ name: scenario, profiles = [] }) =>
    profiles.map((profile) =>
      rankTargets({
        plan: facts.plan,
        scenario,
        profile,
        measurements: measuredTogether(input.measurements, { scenario, profile }).filter(
          (measurement) => measurement.throughput.atLeast || !isInvalid(measurement, warnings),
        ),
        pairOf: (baseline, target) => pairCells({ facts, selection, cell: { target, scenario, profile }, baseline }),
      }),
    ),
  );
}

function ceilingTies(ranking: Ranking, measurements: readonly CountedMeasurement[]): Warning[] {
  return checkCeilingTies(ranking, measuredTogether(measurements, ranking));
}

function measuredTogether(
  measurements: readonly CountedMeasurement[],
  { scenario, profile }: Pick<Cell, 'scenario' | 'profile'>,
): CountedMeasurement[] {
  return measurements.filter((measurement) => measurement.scenario === scenario && measurement.profile === profile);
}
