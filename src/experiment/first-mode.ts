import type { MeasuringMode, Plan } from '../model/plan.js';

export interface ModeDecision {
  readonly mode: MeasuringMode;
  readonly reason: string;
}

/**
 * What a run begins with. Work that cannot be seen cannot be ruled out, and who was not started cannot be frozen; of a
 * compiler that was cut short it is known that it works on while others are measured.
 */
export function firstMode({ mode, targets, instances, notStarted = [] }: Plan): ModeDecision {
  if (mode !== 'auto') return { mode, reason: 'asked for' };
  const [unseen] = notStarted;
  if (unseen !== undefined && targets.length > 1) {
    return {
      mode: 'exclusive',
      reason: `perfcmp can neither see nor stop what ${unseen} does while others are measured: only long slices keep it small`,
    };
  }
  const cut = instances.find(({ wantedWarmup }) => wantedWarmup !== undefined);
  if (cut !== undefined) {
    return { mode: 'freeze', reason: `the warm-up of ${cut.target} was cut short, so its compiler is still at work` };
  }
  return { mode: 'plain', reason: 'until a target is seen to work while others are measured' };
}
