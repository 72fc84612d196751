import type { LoadPool } from '../load/generator.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { Scenario } from '../model/scenario.js';
import type { SessionIo } from './io.js';
import { loadPool, sliceOf } from './load-slice.js';

/** Drained: what the warm-up still waited for would break into the measured load otherwise. */
export async function warmUp(
  pool: LoadPool,
  { profile, scenario, durationMs }: { profile: LoadProfile; scenario: Scenario; durationMs: number },
  io: SessionIo,
): Promise<void> {
  const slice = sliceOf(profile, scenario, { kind: 'duration', durationMs }, { ...io, onEvent() {} });
  await loadPool(pool, { ...slice, drain: true }, io);
  await pool.reopen(io.signal);
}
