import type { RunEvent, SliceEvent } from '../model/events.js';
import { countedEvents, dataBegin, finishedLaunches } from '../model/pieces.js';
import type { ChosenRate, MeasuringMode, Plan, PlannedInstance, SectionPace } from '../model/plan.js';

/** Where an interrupted run goes on, and what it knows by then. */
export interface ResumePoint {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** In which it was measured until now. */
  readonly pieces: number;
  readonly launchesKept: number;
  readonly pauseSeconds: number;
  /** That it took until now, pauses not counted. */
  readonly secondsBefore: number;
  /** A look has ended it: nothing is left to be measured. */
  readonly isOver: boolean;
  /** Whether a look was taken after the last launch. */
  readonly isLookTaken: boolean;
  readonly hasCeiling: boolean;
  /** The mode that it measures in, and its slices; null: to be chosen. */
  readonly choice: ModeChoice | null;
  /** Null: to be chosen. */
  readonly rates: readonly ChosenRate[] | null;
  /** Targets that take no further part. */
  readonly failed: readonly string[];
  /** Instances in the order of the last launch; empty: there is none. */
  readonly order: readonly string[];
  /** Of the launches that stay. */
  readonly slices: readonly SliceEvent[];
}

interface ModeChoice {
  readonly mode: MeasuringMode;
  readonly reason: string;
  readonly paces: readonly SectionPace[];
  readonly blocks: number;
}

/** When a run is resumed, which its events do not tell. */
export type ResumeTime = Pick<ResumePoint, 'at' | 'pauseSeconds' | 'secondsBefore'>;

/** Where the run of these events goes on: behind its last finished launch. */
export function resumePoint(stored: readonly RunEvent[], time: ResumeTime): ResumePoint {
  const events = countedEvents(stored);
  const launchesKept = finishedLaunches(events);
  const since = events.slice(dataBegin(events));
  const ofKind = <K extends RunEvent['kind']>(kind: K, among = events) =>
    among.filter((event): event is Extract<RunEvent, { kind: K }> => event.kind === kind);
  const isKept = ({ launch }: { readonly launch: number }): boolean => launch <= launchesKept;
  const looks = ofKind('look', since).filter((look) => look.launchesDone === launchesKept);
  return {
    ...time,
    pieces: 1 + ofKind('run-resumed').length,
    launchesKept,
    isOver: looks.some(({ ended }) => ended !== null),
    isLookTaken: looks.length > 0,
    hasCeiling: ofKind('ceiling').length > 0,
    choice: choiceOf(ofKind('mode-chosen'), launchesKept),
    rates: ofKind('rates-chosen').at(-1)?.rates ?? (launchesKept > 0 ? [] : null),
    // In a launch that is made again it may do better.
    failed: failedIn([...events.slice(0, dataBegin(events)), ...ofKind('target-failed', since).filter(isKept)]),
    order: ofKind('launch-started', since).filter(isKept).at(-1)?.order ?? [],
    slices: ofKind('slice', since).filter(isKept),
  };
}

/** Slices that were chosen by a launch that is made again are chosen again, too; a restart stands. */
function choiceOf(
  choices: readonly Extract<RunEvent, { kind: 'mode-chosen' }>[],
  launchesKept: number,
): ModeChoice | null {
  const choice = launchesKept > 0 ? choices.at(-1) : choices.filter(({ restart }) => restart).at(-1);
  if (choice === undefined) return null;
  const { mode, reason, paces = [], blocks } = choice;
  return { mode, reason, paces, blocks };
}

function failedIn(events: readonly RunEvent[]): string[] {
  return [...new Set(events.flatMap((event) => (event.kind === 'target-failed' ? [event.target] : [])))];
}

/** The turns of the last launch as exclusive mode had them: each server alone, and those that run by themselves together. */
export function turnsBefore(
  { order }: Pick<ResumePoint, 'order'>,
  { instances, notStarted = [] }: Pick<Plan, 'instances' | 'notStarted'>,
): PlannedInstance[][] {
  const planned = order.flatMap((id) => instances.find((instance) => instance.id === id) ?? []);
  const others = planned.filter(({ target }) => notStarted.includes(target));
  return planned.flatMap((instance) => {
    if (!others.includes(instance)) return [[instance]];
    return instance === others[0] ? [others] : [];
  });
}
