import type { RunEvent } from './events.js';

/** What belongs to one launch and goes with it when that is not finished. */
const OF_A_LAUNCH: readonly RunEvent['kind'][] = [
  ...(['launch-started', 'target-started', 'answers', 'warmup', 'warmup-finished', 'slice', 'disturbance'] as const),
  // A server that is stopped because its machine goes down fails, too: in a launch that is made again it may do better.
  ...(['target-stopped', 'target-failed'] as const),
];

/**
 * The events of a run that count. Where it was interrupted and resumed, what was measured of a launch that was not
 * finished then does not, as that launch was made again; nor does the end of the piece before.
 */
export function countedEvents(events: readonly RunEvent[]): readonly RunEvent[] {
  if (!events.some(({ kind }) => kind === 'run-resumed')) return events;
  let counted: RunEvent[] = [];
  for (const event of events) {
    if (event.kind === 'run-resumed') counted = withoutUnfinished(counted, event.launchesKept);
    counted.push(event);
  }
  return counted;
}

/** Launches that are finished since the data began, which is after the last restart. */
export function finishedLaunches(events: readonly RunEvent[]): number {
  const since = events.slice(dataBegin(events));
  return Math.max(0, ...since.flatMap((event) => (event.kind === 'launch-finished' ? [event.launch] : [])));
}

/** Where the data begin: behind the last event that made all start again. */
export function dataBegin(events: readonly RunEvent[]): number {
  return events.findLastIndex((event) => event.kind === 'mode-chosen' && event.restart) + 1;
}

function withoutUnfinished(events: readonly RunEvent[], kept: number): RunEvent[] {
  const begin = dataBegin(events);
  return events.filter((event, index) => {
    if (event.kind === 'run-finished') return false;
    return index < begin || !OF_A_LAUNCH.includes(event.kind) || !('launch' in event) || event.launch <= kept;
  });
}
