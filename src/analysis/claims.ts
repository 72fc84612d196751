import type { Claim, ClaimResult } from '../model/claim.js';
import type { Estimate } from '../model/comparison.js';
import type { Measurement } from '../model/measurement.js';
import { type Cell, cellKey, profileNamed } from '../model/plan.js';
import { concerns, type Warning } from '../model/warning.js';
import { logTotalRate } from '../stats/totals.js';
import { pairCells } from './cell-pairs.js';
import { judgeClaim } from './claim-verdict.js';
import { estimateRatio } from './comparison.js';
import { groupByLaunch } from './launch-pairs.js';
import { type LaunchValues, meanLatencyValues, throughputValues } from './launch-values.js';
import { marginOf } from './margins.js';
import { throughputPortion } from './merge-recordings.js';
import { cellsOf, type RunFacts, slicesOf } from './run-facts.js';
import type { SliceSelection } from './slice-selection.js';

/** What claims are held against. */
export interface ClaimInput {
  readonly facts: RunFacts;
  readonly selection: SliceSelection;
  readonly measurements: readonly Measurement[];
  readonly warnings: readonly Warning[];
}

type Finding = Pick<ClaimResult, 'measured' | 'verdict' | 'reason'>;
type Judged = Exclude<Claim, { kind: 'unmeasured' }>;

/** The claims of the plan, each beside what was measured; the launches are compared as in any comparison. */
export function checkClaims(input: ClaimInput): ClaimResult[] {
  return (input.facts.plan.claims ?? []).map((claim) => ({ ...described(claim), ...findingOf(input, claim) }));
}

function described(claim: Claim): Omit<ClaimResult, keyof Finding> {
  const { id, text, source, kind, claimed } = claim;
  const about = { id, text, source, kind, claimed, unit: UNITS[kind] };
  if (claim.kind === 'unmeasured') {
    return { ...about, target: null, base: null, scenario: null, profile: null, isImplied: false };
  }
  const { target, scenario } = claim;
  return {
    ...about,
    target,
    base: 'base' in claim ? claim.base : null,
    scenario,
    profile: 'profile' in claim ? claim.profile : null,
    isImplied: 'isImplied' in claim,
  };
}

const UNITS = {
  'throughput-ratio': 'ratio',
  'latency-reduction': 'share',
  throughput: 'req/s',
  evenness: 'ratio',
  unmeasured: null,
} satisfies Record<Claim['kind'], ClaimResult['unit']>;

function findingOf(input: ClaimInput, claim: Claim): Finding {
  if (claim.kind === 'unmeasured') return { measured: null, verdict: 'not-measured', reason: claim.why };
  const wanted = sidesOf(claim);
  const cells = wanted.map((side) => findCell(input, side));
  const missing = cells.indexOf(null);
  if (missing >= 0) return { measured: null, verdict: 'not-measured', reason: whyMissing(input, wanted[missing]!) };
  const [cell, base = cell] = cells.flatMap((one) => one ?? []);
  return findingFor(input, claim, { cell: cell!, base: base! });
}

interface Side {
  readonly target: string;
  readonly scenario: string;
  readonly profile: string | null;
}

/** The claim's own cell first. */
function sidesOf(claim: Judged): Side[] {
  const { target, scenario } = claim;
  if (claim.kind === 'evenness') {
    return [scenario, claim.baseScenario].map((one) => ({ target, scenario: one, profile: null }));
  }
  const side = { target, scenario, profile: claim.profile };
  return claim.kind === 'throughput' ? [side] : [side, { ...side, target: claim.base }];
}

function findCell({ facts }: ClaimInput, side: Side): Cell | null {
  const isWanted = (cell: Cell): boolean =>
    cell.target === side.target &&
    cell.scenario === side.scenario &&
    profileNamed(facts.plan, cell.profile)?.kind === 'closed' &&
    (side.profile === null || cell.profile === side.profile);
  return cellsOf(facts.plan).find(isWanted) ?? null;
}

function whyMissing({ facts }: ClaimInput, { target, scenario, profile }: Side): string {
  const { targets, scenarios, leftOut = [] } = facts.plan;
  if (!targets.includes(target) && !leftOut.includes(target)) return `${target} did not take part`;
  if (!scenarios.some(({ name }) => name === scenario)) return `scenario ${scenario} did not take part`;
  const own = cellsOf(facts.plan).filter((cell) => cell.target === target && cell.scenario === scenario);
  if (own.length > 0 && own.every((cell) => profileNamed(facts.plan, cell.profile)?.kind === 'open')) {
    return `${scenario} was asked at equal rates only: --loop closed or both measures throughput`;
  }
  if (!targets.includes(target) || profile === null) return `${target} does not implement ${scenario}`;
  return `${scenario} was not asked of ${target} with the load "${profile}"`;
}

function findingFor(input: ClaimInput, claim: Judged, sides: { readonly cell: Cell; readonly base: Cell }): Finding {
  const { cell, base } = sides;
  const spoilt = [cell, base].flatMap((one) => whySpoilt(input, one) ?? [])[0] ?? null;
  if (claim.kind === 'throughput') {
    const measured = input.measurements.find((one) => cellKey(one) === cellKey(cell))?.throughput ?? null;
    if (measured === null || measured.value === null) {
      return { measured: null, verdict: 'not-measured', reason: spoilt ?? 'nothing was measured' };
    }
    const { value, lower, upper } = measured;
    const reason = 'another machine: not comparable, an absolute number belongs to the machine it was measured on';
    return { measured: { value, lower, upper }, verdict: 'not-comparable', reason };
  }
  const { plan } = input.facts;
  const ratio = estimateRatio(plan, valuesOf(input, claim, sides));
  const measured = ratio.value === null ? null : claim.kind === 'latency-reduction' ? reductionOf(ratio) : ratio;
  if (measured === null) return { measured, verdict: 'not-measured', reason: spoilt ?? 'no launch got far enough' };
  if (spoilt !== null) return { measured, verdict: 'inconclusive', reason: spoilt };
  const claimed = claim.kind === 'latency-reduction' ? 1 / (1 - claim.claimed) : claim.claimed;
  return { measured, ...judgeClaim(ratio, { claimed, margin: marginOf('throughput', plan.margins) }) };
}

/** What takes a verdict away: a failure, or a measurement that is not valid. */
function whySpoilt({ facts, warnings }: ClaimInput, cell: Cell): string | null {
  const failure = facts.failures.get(cell.target);
  if (failure !== undefined) return `${cell.target} failed: ${failure}`;
  const invalid = warnings.find((warning) => warning.level === 'invalid' && concerns(warning, cell));
  return invalid === undefined ? null : `${cell.target}: ${invalid.message}`;
}

function valuesOf(
  { facts, selection }: ClaimInput,
  { kind }: Judged,
  { cell, base }: { readonly cell: Cell; readonly base: Cell },
): LaunchValues {
  if (kind === 'evenness') return ratesOver(selection, cell, base);
  const { kept } = pairCells({ facts, selection, cell, baseline: base.target });
  return kind === 'latency-reduction' ? meanLatencyValues(kept) : throughputValues(kept);
}

/** Two scenarios need not have their slices in the same blocks: their rates are compared launch by launch. */
function ratesOver({ kept }: SliceSelection, cell: Cell, base: Cell): LaunchValues {
  const bases = groupByLaunch(slicesOf(kept, base));
  return [...groupByLaunch(slicesOf(kept, cell))].flatMap(([launch, slices]) => {
    const rate = logTotalRate(slices.map(({ recording }) => throughputPortion(recording)));
    const baseRate = logTotalRate((bases.get(launch) ?? []).map(({ recording }) => throughputPortion(recording)));
    if (rate === null || baseRate === null) return [];
    const isKnown = rate.variance !== null && baseRate.variance !== null;
    return [{ value: rate.value - baseRate.value, variance: isKnown ? rate.variance + baseRate.variance : null }];
  });
}

/** Of the base's mean latency over the target's: 20 times is 95 % less. */
function reductionOf({ value, lower, upper }: Estimate): Estimate {
  const reduction = (ratio: number | null): number | null => (ratio === null ? null : 1 - 1 / ratio);
  return { value: reduction(value), lower: reduction(lower), upper: reduction(upper) };
}
