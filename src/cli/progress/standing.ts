import type { Estimate } from '../../model/comparison.js';
import { type Cell, cellKey, type Plan, profileNamed } from '../../model/plan.js';
import { printable } from '../../units/words.js';
import type { FrameLook } from './look.js';
import type { ProgressState } from './state.js';

/** A scenario under a profile, with the cells that take part. */
export interface Section {
  readonly title: string;
  readonly isOpen: boolean;
  readonly cells: readonly Cell[];
}

/** How much room a table has, and what it may be drawn with. */
export type TableRoom = Pick<FrameLook, 'columns' | 'rows' | 'unicode'>;

/** A target's name takes no more. */
export const LONGEST_NAME = 20;

/** Nothing can be told yet. */
export const UNKNOWN: Estimate = { value: null, lower: null, upper: null };

/** In the order of the plan. */
export function sectionsOf(plan: Plan): Section[] {
  const planned = plan.instances.flatMap(({ cells }) => cells);
  return plan.scenarios.flatMap(({ name }) => {
    const profiles = [...new Set(planned.flatMap(({ scenario, profile }) => (scenario === name ? [profile] : [])))];
    return profiles.map((profile) => ({
      title: printable(plan.profiles.length > 1 && profiles.length > 1 ? `${name} ${profile}` : name),
      isOpen: profileNamed(plan, profile)?.kind === 'open',
      cells: plan.targets.flatMap(
        (target) =>
          planned.find((cell) => cell.target === target && cell.scenario === name && cell.profile === profile) ?? [],
      ),
    }));
  });
}

/** A cell against the baseline; all unknown where nothing can be told yet. */
export function standingOf({ interim }: ProgressState, cell: Cell): Estimate {
  return interim?.ratios.find((ratio) => cellKey(ratio) === cellKey(cell))?.ratio ?? UNKNOWN;
}

/** What others are held against; another may have taken the place of one that failed. */
export function baselineOf({ interim }: ProgressState, plan: Plan): string {
  return interim?.ratios[0]?.baseline ?? plan.baseline;
}

/** Whether it is the one that load goes to. */
export function isLoaded({ activity }: ProgressState, cell: Cell): boolean {
  return (activity.kind === 'warming' || activity.kind === 'measuring') && cellKey(activity.cell) === cellKey(cell);
}
