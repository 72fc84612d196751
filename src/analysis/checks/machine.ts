import type { SliceEvent } from '../../model/events.js';
import type { Warning } from '../../model/warning.js';
import { mean, median } from '../../stats/moments.js';
import { blockKey } from '../slice-selection.js';
import { runWarning } from '../warnings.js';

const STEAL_LIMIT_CORES = 0.05;
const SLOW_PROBE = 1.2;
/** A machine that is slow in more blocks than this is not the machine the results speak of. */
const SLOW_SHARE = 0.2;

/** `steal`: the hypervisor gave part of the machine to somebody else. */
export function checkSteal(slices: readonly SliceEvent[]): Warning[] {
  const seen = slices.flatMap((slice) => slice.machine.stealCores ?? []);
  if (seen.length === 0) return [];
  const average = mean(seen);
  if (average <= STEAL_LIMIT_CORES) return [];
  return [runWarning('steal', 'warn', `the hypervisor took away ${average.toFixed(2)} cores on average`)];
}

/** `slow-probe`: the same small loop took longer than usual, which foreign load and steal do not always show. */
export function checkProbe(slices: readonly SliceEvent[]): Warning[] {
  const byBlock = new Map(
    slices.flatMap((slice) => (slice.probeUs === null ? [] : [[blockKey(slice), slice.probeUs]])),
  );
  const probes = [...byBlock.values()];
  if (probes.length === 0) return [];
  const usual = median(probes);
  const slow = probes.filter((probe) => probe > SLOW_PROBE * usual).length;
  if (slow === 0) return [];
  const level = slow > SLOW_SHARE * probes.length ? 'warn' : 'note';
  const message = `the machine was more than a fifth slower than usual before ${slow} of ${probes.length} blocks`;
  return [runWarning('slow-probe', level, message)];
}
