import type { RunEvent } from '../../src/model/events.js';
import { type SyntheticRunOptions, syntheticRun } from './events.js';

/** Where a run was interrupted, and how it went on. */
export interface Interruption {
  /** In which launch, and after so many of its blocks. */
  readonly launch: number;
  readonly blocks: number;
  /** The process was killed, so that the end of its piece is missing. */
  readonly isKilled?: boolean;
}

export const RESUMED_AT = '2026-11-23T04:25:00.000Z';

/** The events of a run that was interrupted in a launch and resumed three hours later. */
export function resumedRun(options: SyntheticRunOptions, { launch, blocks, isKilled }: Interruption): RunEvent[] {
  const before = syntheticRun({ ...options, interruptedAfter: { launch, blocks } });
  const whole = syntheticRun({ ...options, seed: (options.seed ?? 1) + 1 });
  const rest = whole.filter((event) => ('launch' in event && event.launch >= launch) || event.kind === 'run-finished');
  return [
    ...before.filter((event) => !isKilled || event.kind !== 'run-finished'),
    {
      kind: 'run-resumed',
      at: RESUMED_AT,
      launchesKept: launch - 1,
      pauseSeconds: 10_800,
      secondsBefore: 40,
      estimatedSeconds: 30,
    },
    ...rest,
  ];
}
