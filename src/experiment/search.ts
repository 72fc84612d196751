import type { StepVerdict } from '../model/search.js';

/** Within which bounds a rate is looked for, from where, and how closely: no closer than 1 %. */
export interface SearchBounds {
  /** Tried first. */
  readonly firstPerSec: number;
  readonly lowestPerSec: number;
  readonly highestPerSec: number;
  /** The search ends when the lowest broken rate is at most this share above the highest kept one. */
  readonly resolution: number;
}

/** A rate that was tried, and how it went. */
export interface Tried {
  readonly ratePerSec: number;
  readonly verdict: StepVerdict;
}

/** What to do next: try a rate (once more), or stop with the highest that was kept and the lowest that was not. */
export type SearchDecision =
  | { readonly kind: 'try'; readonly ratePerSec: number }
  | { readonly kind: 'done'; readonly keptPerSec: number | null; readonly broken: Tried | null };

/** Two that agree decide; three that do not agree decide for broken. */
const MOST_RUNS = 3;
const AGREEING = 2;
const BRACKET_FACTOR = 2;

/**
 * The next step of a search for the highest rate that is kept.
 *
 * ```
 * first --kept--> double it until one is broken ---.
 *   `----broken--> halve it until one is kept ------+--> bisect on a logarithmic scale until the bracket is narrow
 * ```
 *
 * A function of what was tried and nothing else. Each rate is judged by a majority, because one load in a few meets a
 * pause that is not the rate's.
 */
export function decideSearch(tried: readonly Tried[], bounds: SearchBounds): SearchDecision {
  const last = tried[tried.length - 1];
  if (last === undefined) return { kind: 'try', ratePerSec: triable(bounds.firstPerSec, bounds) };
  const judged = judgeRates(tried);
  if (!judged.has(last.ratePerSec)) return { kind: 'try', ratePerSec: last.ratePerSec };
  const kept = [...judged].flatMap(([ratePerSec, verdict]) => (verdict === 'kept' ? [ratePerSec] : []));
  const broken = [...judged].flatMap(([ratePerSec, verdict]) => (verdict === 'kept' ? [] : [{ ratePerSec, verdict }]));
  const keptPerSec = kept.length === 0 ? null : Math.max(...kept);
  const lowestBroken = broken.reduce<Tried | null>(
    (lowest, one) => (lowest === null || one.ratePerSec < lowest.ratePerSec ? one : lowest),
    null,
  );
  const nextPerSec = nextRate(keptPerSec, lowestBroken?.ratePerSec ?? null, bounds);
  return nextPerSec === null
    ? { kind: 'done', keptPerSec, broken: lowestBroken }
    : { kind: 'try', ratePerSec: nextPerSec };
}

/** Rates that a search tries where the first one lies within a factor of two of what is looked for. */
export function usualRates({ resolution }: SearchBounds): number {
  return 2 + Math.max(0, Math.ceil(Math.log2(Math.log(BRACKET_FACTOR) / Math.log1p(resolution))));
}

/** By a majority of its runs; null while they leave it open. */
export function majorityOf(verdicts: readonly StepVerdict[]): StepVerdict | null {
  for (const verdict of ['kept', 'broken', 'generator'] as const) {
    if (verdicts.filter((one) => one === verdict).length >= AGREEING) return verdict;
  }
  return verdicts.length >= MOST_RUNS ? 'broken' : null;
}

function judgeRates(tried: readonly Tried[]): Map<number, StepVerdict> {
  const judged = new Map<number, StepVerdict>();
  for (const ratePerSec of new Set(tried.map((one) => one.ratePerSec))) {
    const verdict = majorityOf(tried.flatMap((one) => (one.ratePerSec === ratePerSec ? [one.verdict] : [])));
    if (verdict !== null) judged.set(ratePerSec, verdict);
  }
  return judged;
}

function nextRate(keptPerSec: number | null, brokenPerSec: number | null, bounds: SearchBounds): number | null {
  if (keptPerSec === null) {
    if (brokenPerSec === null || isNear(bounds.lowestPerSec, brokenPerSec, bounds)) return null;
    return triable(brokenPerSec / BRACKET_FACTOR, bounds);
  }
  if (brokenPerSec === null) {
    if (isNear(keptPerSec, bounds.highestPerSec, bounds)) return null;
    return triable(keptPerSec * BRACKET_FACTOR, bounds);
  }
  if (isNear(keptPerSec, brokenPerSec, bounds)) return null;
  return triable(Math.sqrt(keptPerSec * brokenPerSec), bounds);
}

/** As close as is asked for. */
function isNear(lowerPerSec: number, upperPerSec: number, { resolution }: SearchBounds): boolean {
  return upperPerSec <= lowerPerSec * (1 + resolution);
}

/** Within the bounds, and with as many digits as anybody would type. */
function triable(ratePerSec: number, { lowestPerSec, highestPerSec }: SearchBounds): number {
  return Math.min(highestPerSec, Math.max(lowestPerSec, Number(ratePerSec.toPrecision(3))));
}
