import type { RunEvent } from '../../model/events.js';
import type { ChosenRate, MeasuringMode } from '../../model/plan.js';
import { outlookWords } from '../../report/stopping-words.js';
import { tellingLines } from '../../units/log-excerpt.js';
import { plural, printable, printableLog } from '../../units/words.js';
import { searchPlanLine, searchStepLine } from './search-lines.js';
import type { ProgressState } from './state.js';
import { seconds, throughput } from './words.js';

const LOG_TAIL_LINES = 5;

/** Lines that stay, because they tell what happened: builds, failures, changes of plan. */
export function milestonesOf(event: RunEvent, state: ProgressState): readonly string[] {
  switch (event.kind) {
    case 'target-started':
      // Not before: where none of them starts, nothing is measured.
      return state.startedTargets === 1 ? planLine(state) : [];
    case 'run-resumed':
      return [resumedLine(event, state)];
    case 'preset-planned':
      return [
        `preset ${event.preset}: about ${seconds(event.estimatedSeconds * 1000)}, ` +
          `up to ${seconds(event.mostSeconds * 1000)} if warm-ups take long, and builds where they are needed`,
      ];
    case 'loss-proven':
      return [lossLine(event)];
    case 'build':
      return event.state === 'finished' ? [`built ${printable(event.target)} in ${seconds(event.elapsedMs)}`] : [];
    case 'target-failed':
      // The error that follows at once tells all of it.
      if (state.plan?.targets.length === 1 && state.launch?.slices === 0 && state.finishedLaunches === 0) return [];
      return [
        `! ${printable(`${event.target}: ${event.message}`)}`,
        ...(event.hint === null || isToldBefore(event.hint, state) ? [] : [`  hint: ${event.hint}`]),
        ...tellingLines(event.logTail, LOG_TAIL_LINES).map((line) => `  | ${printableLog(line)}`),
      ];
    case 'mode-chosen':
      // Nothing of the launch is left to be measured.
      if (event.blocks === 0) return [];
      return [...modeLine(event), sliceLine(event, state)];
    case 'look':
      return lookLine(event);
    case 'rates-chosen':
      return event.rates.map(rateLine);
    case 'search-planned':
      return [searchPlanLine(event)];
    case 'search-step':
      return [searchStepLine(event)];
    case 'warning':
      return event.warning.level === 'note' ? [] : [warningLine(event.warning)];
    default:
      return [];
  }
}

/** What mends one target mends all that fail alike. */
function isToldBefore(hint: string, { hints }: ProgressState): boolean {
  return hints.filter((one) => one === hint).length > 1;
}

/** Whether it tells what is going to be done, which after an interruption it is not. */
export function isForecast({ kind }: RunEvent): boolean {
  return FORECASTS.includes(kind);
}

const FORECASTS: readonly RunEvent['kind'][] = [
  'target-started',
  'preset-planned',
  'rates-chosen',
  'mode-chosen',
  'search-planned',
];

const FROM_NOW_ON = {
  plain: 'all servers run',
  freeze: 'idle servers are frozen',
  exclusive: 'each server runs alone',
} satisfies Record<MeasuringMode, string>;

function resumedLine(
  { launchesKept, pauseSeconds, estimatedSeconds }: Extract<RunEvent, { kind: 'run-resumed' }>,
  { plan }: ProgressState,
): string {
  const most = plan?.stopping === undefined ? '' : 'up to ';
  return (
    `resumed after ${seconds(pauseSeconds * 1000)}: ${launchesKept} of ${most}${plural(plan?.launches ?? launchesKept, 'launch')} ` +
    `there, ${most === '' ? 'about' : 'at most'} ${seconds(estimatedSeconds * 1000)} to go`
  );
}

function modeLine({ mode, restart, reason }: Extract<RunEvent, { kind: 'mode-chosen' }>): string[] {
  if (restart) return [`mode ${mode}, starts again: ${FROM_NOW_ON[mode]} from now on, as ${reason}`];
  return mode === 'plain' ? [] : [`mode ${mode}: ${reason}`];
}

/** What slices came to, and the run with them; where they are longer than usual, why: the forecast moves with them. */
function sliceLine(
  { sliceMs, longer, paces = [], blocks, estimatedSeconds, restart }: Extract<RunEvent, { kind: 'mode-chosen' }>,
  { plan, confirmingSeconds }: ProgressState,
): string {
  const most = plan?.stopping === undefined ? 'about' : 'at most';
  const until = confirmingSeconds === null ? 'in all' : 'before a loss is shown again';
  const time = `${most} ${seconds(estimatedSeconds * 1000)} ${until}`;
  const extent = `${plural(blocks, 'block')} a launch`;
  if (longer === undefined) return `slices of ${Math.round(sliceMs)} ms, ${extent}: ${time}`;
  const isAll = paces.every((pace) => pace.sliceMs === longer.sliceMs);
  // Those of before may have been longer still.
  const verb = restart ? 'take' : 'grew to';
  const grown = `${isAll ? 'slices' : 'some slices'} ${verb} ${Math.round(longer.sliceMs)} ms`;
  return `${grown}: ${printable(longer.reason)}; ${extent}, ${time}`;
}

/** The end is told by the report; while it goes on, what may be expected. */
function lookLine({ launchesDone, ended, reason, outlook }: Extract<RunEvent, { kind: 'look' }>): string[] {
  if (ended !== null) return [];
  const words = outlook === undefined ? reason : outlookWords(outlook);
  return [`after ${plural(launchesDone, 'launch')}: ${words}`];
}

function rateLine({ scenario, profile, ratePerSec, capacityPerSec, slowest }: ChosenRate): string {
  const of = capacityPerSec === null ? '' : ` of the ${throughput(capacityPerSec)} that ${slowest} can do`;
  return printable(`${scenario} ${profile}: ${throughput(ratePerSec)}${of}`);
}

const MOST_LOSSES = 3;

function lossLine({ losses, baseline, launches }: Extract<RunEvent, { kind: 'loss-proven' }>): string {
  const names = losses
    .slice(0, MOST_LOSSES)
    .map(({ scenario, metric, target }) => `${scenario} ${metric} of ${target}`);
  const left = losses.length - names.length;
  const found = losses.length === 1 ? 'a loss is proven' : `${losses.length} losses are proven`;
  return printable(
    `${found}: ${names.join(', ')}${left === 0 ? '' : `, and ${plural(left, 'other')}`}; showing ` +
      `${losses.length === 1 ? 'it' : 'them'} again in ${launches} fresh launches, beside ${baseline} against itself`,
  );
}

function planLine({ stop, plan, estimatedSeconds, confirmingSeconds }: ProgressState): string[] {
  if (stop !== null || plan === null || estimatedSeconds === null) return [];
  const { targets, scenarios, launches, blocks, seed, stopping } = plan;
  const most = stopping === undefined ? '' : 'up to ';
  const more =
    confirmingSeconds === null ? '' : `, and up to ${seconds(confirmingSeconds * 1000)} more if a loss is proven`;
  return [
    `measuring ${plural(targets.length, 'target')} x ${plural(scenarios.length, 'scenario')}, ` +
      `${most}${plural(launches, 'launch')} x ${plural(blocks, 'block')}, seed ${seed}; ` +
      `${stopping === undefined ? 'about' : 'at most'} ${seconds(estimatedSeconds * 1000)}${more}`,
  ];
}

/** A warning in a line of its own. */
export function warningLine(warning: { readonly target: string | null; readonly message: string }): string {
  return `! ${printable(`${warning.target === null ? '' : `${warning.target}: `}${warning.message}`)}`;
}
