import type { PlannedInstance } from '../model/plan.js';
import type { Experiment, RunState } from './run-state.js';

/** Instances of one launch that are alive, and measured, together. */
export type Turn = readonly PlannedInstance[];

/**
 * The turns of a launch in their order: one of all instances, or in exclusive mode one for each.
 *
 * What perfcmp cannot stop is alive in any case, so all of that shares a turn. In exclusive mode every second launch goes
 * back the way the one before came: a machine that gets slower then hits the same target early and late.
 */
export function turnsOf({ plan }: Pick<Experiment, 'plan'>, state: RunState, launch: number): Turn[] {
  const planned = plan.instances.filter((instance) => !state.failed.has(instance.target));
  if (planned.length === 0) return [];
  if (state.mode !== 'exclusive') return [state.random.shuffle(planned)];
  const isOurs = ({ target }: PlannedInstance): boolean => !plan.notStarted?.includes(target);
  const others = planned.filter((instance) => !isOurs(instance));
  const turns = [...planned.filter(isOurs).map((instance) => [instance]), ...(others.length === 0 ? [] : [others])];
  const drawn = state.random.shuffle(turns);
  const names = (turn: Turn): string => turn.map(({ id }) => id).join('\0');
  const before = state.order.map(names);
  const isReturn = launch % 2 === 0 && drawn.every((turn) => before.includes(names(turn)));
  if (isReturn) drawn.sort((one, other) => before.indexOf(names(other)) - before.indexOf(names(one)));
  state.order = drawn;
  return drawn;
}
