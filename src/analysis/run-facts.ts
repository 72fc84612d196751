import { EXIT, PerfcmpError } from '../errors.js';
import type { RunEvent, RunIdentity, SliceEvent, WarmupSummary } from '../model/events.js';
import { countedEvents, dataBegin } from '../model/pieces.js';
import { type Cell, type ChosenRate, cellKey, type MeasuringMode, type Plan, type SectionPace } from '../model/plan.js';
import type { Environment, ModeStep } from '../model/report.js';
import type { TargetDescription } from '../model/target.js';
import type { Warning } from '../model/warning.js';
import { standInBaseline } from './baseline.js';

/** The events of one kind. */
export type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** The events of a run sorted by what the analysis asks for; nothing is computed yet. */
export interface RunFacts {
  readonly identity: RunIdentity;
  /** With the baseline that the results are compared with. */
  readonly plan: Plan;
  readonly environment: Environment;
  readonly described: readonly TargetDescription[];
  readonly mode: MeasuringMode;
  readonly sliceMs: number;
  readonly blocks: number;
  /** Of each scenario under its profiles; empty where it is not known. */
  readonly paces: readonly SectionPace[];
  /** Of open loops; empty where there are none, or it ended before they were chosen. */
  readonly rates: readonly ChosenRate[];
  /** Modes in their order, with the evidence for each. */
  readonly modeSteps: readonly ModeStep[];
  /** Why idle targets did not simply stay alive though nobody asked for that, or null. */
  readonly switchReason: string | null;
  /** Slices that count, in order: of the final mode, and not discarded by a restart. */
  readonly slices: readonly SliceEvent[];
  /** Who used the CPU in blocks that were disturbed. */
  readonly disturbances: readonly EventOf<'disturbance'>[];
  /** Launches that came to their end after the last restart. */
  readonly finishedLaunches: ReadonlySet<number>;
  /** Taken after the last restart. */
  readonly looks: readonly EventOf<'look'>[];
  /** Of launches that count. */
  readonly started: readonly EventOf<'target-started'>[];
  readonly answers: readonly EventOf<'answers'>[];
  /** Of launches that count. */
  readonly stopped: readonly EventOf<'target-stopped'>[];
  readonly ceilings: readonly EventOf<'ceiling'>[];
  /** Of launches that count. */
  readonly warmups: readonly EventOf<'warmup'>[];
  /** Of each launch that counts and each instance the last. */
  readonly warmupSummaries: readonly { readonly launch: number; readonly summary: WarmupSummary }[];
  /** First failure by target, with what to do about it. */
  readonly failures: ReadonlyMap<string, string>;
  readonly warnings: readonly Warning[];
  /** How often it was interrupted and went on. */
  readonly resumed: readonly EventOf<'run-resumed'>[];
  /** Interruptions before the last restart, of which no launch counts. */
  readonly resumedInVain: number;
  readonly finished: EventOf<'run-finished'> | null;
}

/** The slices of one cell, and which of them its numbers are made of. */
export interface CellSlices {
  readonly cell: Cell;
  /** Everything that was sent: behind the counts. */
  readonly all: readonly SliceEvent[];
  /** Of comparable launches and undisturbed blocks; everything where there is no such. */
  readonly kept: readonly SliceEvent[];
}

/** Throws where the events do not begin a run. */
export function collectRunFacts(stream: Iterable<RunEvent>): RunFacts {
  const events = countedEvents([...stream]);
  const [start] = ofKind(events, 'run-started');
  if (start === undefined) {
    throw new PerfcmpError('not-a-run', 'these events hold no run: the first, run-started, is missing', EXIT.usage);
  }
  const counted = afterLastRestart(events);
  const choice = ofKind(events, 'mode-chosen').at(-1);
  const slices = ofKind(counted, 'slice');
  const mode = choice?.mode ?? slices.at(-1)?.mode ?? (start.plan.mode === 'auto' ? 'plain' : start.plan.mode);
  const kept = slices.filter((slice) => slice.mode === mode);
  const failures = failuresOf(events);
  const standIn = standInBaseline(start.plan, failures, kept);
  const launched = ofCountedLaunches(events, kept);
  return {
    identity: start.run,
    plan: standIn === null ? start.plan : { ...start.plan, baseline: standIn.baseline },
    environment: start.environment,
    described: start.targets,
    mode,
    paces: choice?.paces ?? [],
    rates: ofKind(events, 'rates-chosen').at(-1)?.rates ?? [],
    modeSteps: modeStepsOf(ofKind(events, 'mode-chosen')),
    switchReason: start.plan.mode === 'auto' && mode !== 'plain' ? (choice?.reason ?? null) : null,
    blocks: choice?.blocks ?? start.plan.blocks,
    sliceMs: choice?.sliceMs ?? start.plan.sliceMs ?? slices[0]?.recording.windowMs ?? 0,
    slices: kept,
    disturbances: ofKind(counted, 'disturbance'),
    finishedLaunches: new Set(ofKind(counted, 'launch-finished').map((event) => event.launch)),
    looks: ofKind(counted, 'look'),
    started: ofKind(launched, 'target-started'),
    answers: ofKind(events, 'answers'),
    stopped: ofKind(launched, 'target-stopped'),
    ceilings: ofKind(events, 'ceiling'),
    warmups: ofKind(launched, 'warmup'),
    warmupSummaries: lastSummaries(ofKind(launched, 'warmup-finished')),
    failures,
    warnings: [...(standIn === null ? [] : [standIn.warning]), ...toldOnce(ofKind(events, 'warning'))],
    resumed: ofKind(events, 'run-resumed'),
    resumedInVain: ofKind(events, 'run-resumed').length - ofKind(counted, 'run-resumed').length,
    finished: ofKind(events, 'run-finished').at(-1) ?? null,
  };
}

/** The planned cells by scenario, profile and target; a target that does not implement a scenario has none in it. */
export function cellsOf(plan: Plan): Cell[] {
  const planned = new Set(plan.instances.flatMap(({ cells }) => cells.map(cellKey)));
  const all = plan.scenarios.flatMap((scenario) =>
    plan.profiles.flatMap((profile) =>
      plan.targets.map((target) => ({ target, scenario: scenario.name, profile: profile.name })),
    ),
  );
  return all.filter((cell) => planned.has(cellKey(cell)));
}

/** In the order they were measured. */
export function slicesOf(slices: readonly SliceEvent[], cell: Cell): SliceEvent[] {
  const key = cellKey(cell);
  return slices.filter((slice) => cellKey(slice.cell) === key);
}

/** What the generator did with what this scenario sends and gets, as it was measured last; null where nobody knows. */
export function ceilingOf(
  { ceilings }: RunFacts,
  { scenario, profile }: Pick<Cell, 'scenario' | 'profile'>,
): EventOf<'ceiling'> | null {
  const own = ceilings.filter((event) => event.profile === profile && (event.scenarios?.includes(scenario) ?? true));
  return own.at(-1) ?? null;
}

function ofKind<K extends RunEvent['kind']>(events: readonly RunEvent[], kind: K): EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind);
}

/** Without those that only made slices longer. */
function modeStepsOf(choices: readonly EventOf<'mode-chosen'>[]): ModeStep[] {
  return choices
    .filter(({ restart }, index) => restart || index === 0)
    .map(({ mode, reason, idleShare, thawStallMs }) => ({
      mode,
      reason,
      idleShare,
      ...(thawStallMs && { thawStallMs }),
    }));
}

/** A mode found wanting makes the data start again, for all launches: modes must not be mixed in one ratio. */
function afterLastRestart(events: readonly RunEvent[]): readonly RunEvent[] {
  return events.slice(dataBegin(events));
}

/** Without launches of which no slice counts, and without what was before a launch was begun anew; all where none counts. */
function ofCountedLaunches(events: readonly RunEvent[], slices: readonly SliceEvent[]): RunEvent[] {
  const counted = new Set(slices.map(({ launch }) => launch));
  const begun = new Map(
    events.flatMap((event, index) => (event.kind === 'launch-started' ? [[event.launch, index] as const] : [])),
  );
  return events.filter((event, index) => {
    if (!('launch' in event)) return true;
    return index >= (begun.get(event.launch) ?? 0) && (counted.size === 0 || counted.has(event.launch));
  });
}

/** What is told in the first launch is told again where that is made again. */
function toldOnce(events: readonly EventOf<'warning'>[]): Warning[] {
  return [...new Map(events.map(({ warning }) => [JSON.stringify(warning), warning])).values()];
}

function lastSummaries(events: readonly EventOf<'warmup-finished'>[]): EventOf<'warmup-finished'>[] {
  const last = new Map(events.map((event) => [`${event.launch} ${event.summary.instance}`, event]));
  return [...last.values()];
}

function failuresOf(events: readonly RunEvent[]): Map<string, string> {
  const failures = new Map<string, string>();
  for (const event of events) {
    if (event.kind !== 'target-failed' || failures.has(event.target)) continue;
    failures.set(event.target, event.hint === null ? event.message : `${event.message} (${event.hint})`);
  }
  for (const event of ofKind(events, 'target-stopped')) {
    if (!event.unexpected || failures.has(event.target)) continue;
    failures.set(event.target, 'stopped by itself before it was asked to');
  }
  return failures;
}
