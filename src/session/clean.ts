import type { CleanConfig, CleanRemoval, CleanResult } from '../model/clean.js';
import { type CleanSource, cleanSources, type FoundEntry } from './clean-sources.js';

/** What perfcmp keeps here, and with kinds what of it is removed; whatever a running perfcmp uses stays. */
export async function cleanUp(
  config: CleanConfig,
  { cwd, env, now }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly now: Date },
): Promise<CleanResult> {
  const stocks = await Promise.all(cleanSources(cwd, env).map(stockOf));
  // Logs go with their runs.
  const kinds = config.kinds.filter((kind) => kind !== 'logs' || !config.kinds.includes('runs'));
  const chosen = stocks.flatMap(({ source, found }) =>
    kinds.includes(source.kind) ? chooseRemovals(found, config, now.getTime()) : [],
  );
  const removals: CleanRemoval[] = [];
  for (const one of chosen) removals.push(config.isMeant ? await removeOne(one) : { entry: one.entry, failure: null });
  return {
    stocks: stocks.map(({ source: { kind, place }, found }) => ({
      ...{ kind, place },
      entries: found.map(({ entry }) => entry),
    })),
    removals,
    isDone: config.isMeant,
  };
}

async function stockOf(source: CleanSource): Promise<{ source: CleanSource; found: readonly FoundEntry[] }> {
  return { source, found: await source.find() };
}

/** Of what is of no use at the moment those that are old enough, and not among the newest of their family. */
export function chooseRemovals<T extends Pick<FoundEntry, 'entry'>>(
  found: readonly T[],
  { olderThanMs, keep }: Pick<CleanConfig, 'olderThanMs' | 'keep'>,
  nowMs: number,
): T[] {
  const newestFirst = [...found].sort((a, b) => b.entry.usedAtMs - a.entry.usedAtMs);
  const isSpared = ({ entry }: T): boolean =>
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
