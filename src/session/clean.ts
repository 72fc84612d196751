import { CLEAN_KINDS, type CleanConfig, type CleanRemoval, type CleanResult } from '../model/clean.js';
import { type CleanSource, cleanSources, type FoundEntry } from './clean-sources.js';

/** What perfcmp keeps here, and with kinds what of it is removed; whatever a running perfcmp uses stays. */
export async function cleanUp(
  config: CleanConfig,
  { cwd, env, now }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly now: Date },
): Promise<CleanResult> {
  const isListing = config.kinds.length === 0;
  // Logs go with their runs.
  const kinds = config.kinds.filter((kind) => kind !== 'logs' || !config.kinds.includes('runs'));
  const sources = cleanSources(cwd, env).filter(({ kind }) => (isListing ? CLEAN_KINDS : kinds).includes(kind));
  const stocks = await Promise.all(sources.map(stockOf));
  const chosen = isListing ? [] : stocks.flatMap(({ found }) => chooseRemovals(found, config, now.getTime()));
  const removals: CleanRemoval[] = [];
  for (const one of chosen) removals.push(config.isMeant ? await removeOne(one) : { entry: one.entry, failure: null });
  return {
    stocks: stocks.map(({ source: { kind, place }, problem, found }) => ({
      ...{ kind, place, problem },
      entries: found.map(({ entry }) => entry),
    })),
    removals,
    isDone: config.isMeant,
  };
}

async function stockOf(source: CleanSource) {
  const problem = await source.problem();
  const found: readonly FoundEntry[] = problem === null ? await source.find() : [];
  return { source, problem, found };
}

/** Of what is of no use at the moment those that are old enough, and not among the newest of their family. */
export function chooseRemovals<T extends Pick<FoundEntry, 'entry'>>(
  found: readonly T[],
  { olderThanMs, keep }: Pick<CleanConfig, 'olderThanMs' | 'keep'>,
  nowMs: number,
): T[] {
  const newestFirst = [...found].sort((a, b) => b.entry.usedAtMs - a.entry.usedAtMs);
  const isSpared = ({ entry }: T): boolean =>
    entry.family !== null &&
    newestFirst.filter((other) => other.entry.family === entry.family).findIndex((other) => other.entry === entry) <
      keep;
  const isOld = ({ entry }: T): boolean => olderThanMs === null || nowMs - entry.usedAtMs > olderThanMs;
  return newestFirst.filter((one) => !one.entry.isInUse && isOld(one) && !isSpared(one));
}

async function removeOne({ entry, remove }: FoundEntry): Promise<CleanRemoval> {
  try {
    await remove();
    return { entry, failure: null };
  } catch (error) {
    return { entry, failure: error instanceof Error ? error.message : String(error) };
  }
}
