import type { ClaimResult, ClaimVerdict } from '../model/claim.js';
import type { Estimate } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { isRoughReport } from '../model/rough.js';
import { plural } from '../units/words.js';
import { ABSENT, countText, formatPerSec } from './format.js';
import { isNothingMeasured } from './row.js';
import { confidenceOf, formatRatio, type Tone } from './verdict.js';

/** A line of the claims table, in words. */
export interface ClaimRow {
  readonly claim: string;
  readonly claimed: string;
  readonly measured: string;
  readonly verdict: string;
  readonly tone: Tone;
}

/** Claims that belong together, with what is to be known of all of them. */
export interface ClaimTable {
  readonly title: string;
  readonly rows: readonly ClaimRow[];
  /** Why a verdict is no more than it is. */
  readonly reasons: readonly string[];
}

/** The labels of the columns. */
export function claimLabels(report: Report): readonly [string, string, string, string] {
  return ['claim', 'claimed', `measured here [${confidenceOf(report)}]`, 'verdict'];
}

/** The tables of claims: what was said, then what was said of the whole, held against each endpoint. */
export function claimTables(report: Report): ClaimTable[] {
  // Ended before anything was measured, it has nothing to hold against them.
  const claims = isNothingMeasured(report) ? [] : (report.claims ?? []);
  const [source = ''] = claims.map((claim) => claim.source);
  const setting = `${settingWords(report)}${isRoughReport(report) ? '; rough' : ''}`;
  const implied = 'by endpoint: no number was claimed for these, so the overall ratio is held against each';
  return [
    { title: `claims of ${source}; here ${setting}`, claims: claims.filter(({ isImplied }) => !isImplied) },
    { title: implied, claims: claims.filter(({ isImplied }) => isImplied) },
  ]
    .filter((table) => table.claims.length > 0)
    .map(({ title, claims: some }) => ({
      title,
      rows: some.map((claim) => rowOf(report, claim)),
      reasons: reasonsOf(some),
    }));
}

/** How many workers there were, which the claims are silent about or take for granted. */
function settingWords({ plan: { cores }, environment }: Report): string {
  const machine = plural(environment?.cores ?? 0, 'core');
  if (cores === undefined) return `on ${machine}`;
  const own = cores.workers === 'native' ? 'as many workers as it takes by itself' : plural(cores.workers, 'worker');
  return `each server with ${own}, on ${machine}`;
}

function rowOf(report: Report, claim: ClaimResult): ClaimRow {
  return {
    claim: labelOf(report, claim),
    claimed: claimedText(claim),
    measured: measuredText(claim),
    verdict: VERDICT_WORDS[claim.verdict],
    tone: TONES[claim.verdict],
  };
}

function labelOf({ profiles }: Report, { text, isImplied, scenario, base, profile }: ClaimResult): string {
  if (isImplied) return `${scenario}, against ${base}`;
  const load = profiles.find(({ name }) => name === profile);
  return load === undefined ? text : `${text} (${countText(load.connections)} connections)`;
}

function claimedText({ claimed, unit }: ClaimResult): string {
  if (claimed === null) return ABSENT;
  if (unit === 'ratio') return `${claimed}x`;
  return unit === 'share' ? `${percentOf(claimed)} %` : `${formatPerSec(claimed)}/s`;
}

function measuredText({ measured, unit }: ClaimResult): string {
  if (measured === null || measured.value === null) return ABSENT;
  if (unit === 'ratio') return formatRatio(measured);
  return unit === 'share' ? withEnds(measured, percentOf, ' %') : withEnds(measured, formatPerSec, '/s');
}

function withEnds({ value, lower, upper }: Estimate, words: (value: number) => string, unit: string): string {
  const text = `${words(value ?? 0)}${unit}`;
  return lower === null || upper === null ? text : `${text} [${words(lower)}, ${words(upper)}]`;
}

function percentOf(share: number): string {
  return `${Number((share * 100).toFixed(1))}`;
}

/** So many claims are named beside a reason; of more only the number. */
const MOST_NAMED = 3;

/** Each once, with the claims it is about unless these are all. */
function reasonsOf(claims: readonly ClaimResult[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { reason, id } of claims) {
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  }
  return [...reasons].map(([reason, ids]) => {
    if (ids.length === claims.length) return reason;
    return `${ids.length > MOST_NAMED ? `${ids.length} of them` : ids.join(', ')}: ${reason}`;
  });
}

const VERDICT_WORDS = {
  supported: 'supported',
  'not-supported': 'not supported',
  inconclusive: 'inconclusive',
  'not-comparable': 'not comparable',
  'not-measured': 'not measured',
} satisfies Record<ClaimVerdict, string>;

const TONES = {
  supported: 'good',
  'not-supported': 'bad',
  inconclusive: 'faint',
  'not-comparable': 'faint',
  'not-measured': 'faint',
} satisfies Record<ClaimVerdict, Tone>;
