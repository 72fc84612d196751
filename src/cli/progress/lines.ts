import type { RunEvent } from '../../model/events.js';
import type { Cell, ChosenRate, MeasuringMode } from '../../model/plan.js';
import { outlookWords } from '../../report/stopping-words.js';
import { tellingLines } from '../../units/log-excerpt.js';
import { formatCount } from '../../units/rate.js';
import { plural, printable, printableLog } from '../../units/words.js';
import { lastSecond, loadExtent, loadView } from './load-view.js';
import { searchPlanLine, searchStepLine } from './search-lines.js';
import { type Activity, type BuildProgress, type ProgressState, remainingMs } from './state.js';
import { join, seconds, throughput } from './words.js';

const LOG_TAIL_LINES = 5;

/** The one line that says where the run stands; empty while there is nothing to say. */
export function statusLine(state: ProgressState, nowMs: number): string {
  const { activity } = state;
  switch (activity.kind) {
    case 'preparing':
    case 'finished':
      return '';
    case 'building':
      return join('building', ...activity.builds.map(buildText), activity.builds.length > 1 ? '' : lastLine(activity));
    case 'starting':
      return join(launchText(state), startingText(activity.target), leftText(state, nowMs));
    case 'warming':
      return join(launchText(state), 'warming up', cellText(activity), leftText(state, nowMs));
    case 'measuring':
      return join(launchText(state), blockText(state, activity.block), cellText(activity), leftText(state, nowMs));
    case 'loading':
      return loadingLine(state, activity);
  }
}

/** What a terminal shows of the moment: a few lines of a load, one line of anything else, none of nothing. */
export function viewLines(state: ProgressState, nowMs: number, unicode: boolean): readonly string[] {
  if (state.activity.kind === 'loading') return loadView(state.activity, state.stop, unicode);
  if (state.activity.kind === 'building') {
    return state.activity.builds.map((build) => join('building', buildText(build), build.line));
  }
  const line = statusLine(state, nowMs);
  return line === '' ? [] : [line];
}

/** Lines that stay, because they tell what happened: builds, failures, changes of plan. */
export function milestonesOf(event: RunEvent, state: ProgressState): readonly string[] {
  switch (event.kind) {
    case 'target-started':
      // Not before: where none of them starts, nothing is measured.
      return state.startedTargets === 1 ? planLine(state) : [];
    case 'preset-planned':
      return [
        `preset ${event.preset}: about ${seconds(event.estimatedSeconds * 1000)}, ` +
          `up to ${seconds(event.mostSeconds * 1000)} if warm-ups take long, and builds where they are needed`,
      ];
    case 'build':
      return event.state === 'finished' ? [`built ${event.target} in ${seconds(event.elapsedMs)}`] : [];
    case 'target-failed':
      // The error that follows at once tells all of it.
      if (state.plan?.targets.length === 1 && state.launch?.slices === 0 && state.finishedLaunches === 0) return [];
      return [
        `! ${event.target}: ${printable(event.message)}`,
        ...(event.hint === null ? [] : [`  hint: ${event.hint}`]),
        ...tellingLines(event.logTail, LOG_TAIL_LINES).map((line) => `  | ${printableLog(line)}`),
      ];
    case 'mode-chosen':
      // Nothing of the launch is left to be measured.
      if (event.blocks === 0) return [];
      return [
        ...modeLine(event),
        `slices of ${Math.round(event.sliceMs)} ms, ${plural(event.blocks, 'block')} a launch: ` +
          `${state.plan?.stopping === undefined ? 'about' : 'at most'} ${seconds(event.estimatedSeconds * 1000)} in all`,
      ];
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

function modeLine({ mode, restart, reason }: Extract<RunEvent, { kind: 'mode-chosen' }>): string[] {
  if (restart) return [`mode ${mode}, starts again: ${FROM_NOW_ON[mode]} from now on, as ${reason}`];
  return mode === 'plain' ? [] : [`mode ${mode}: ${reason}`];
}

/** The end is told by the report; while it goes on, what may be expected. */
function lookLine({ launchesDone, ended, reason, outlook }: Extract<RunEvent, { kind: 'look' }>): string[] {
  if (ended !== null) return [];
  const words = outlook === undefined ? reason : outlookWords(outlook);
  return [`after ${plural(launchesDone, 'launch')}: ${words}`];
}

function rateLine({ scenario, profile, ratePerSec, capacityPerSec, slowest }: ChosenRate): string {
  const of = capacityPerSec === null ? '' : ` of the ${throughput(capacityPerSec)} that ${slowest} can do`;
  return `${scenario} ${profile}: ${throughput(ratePerSec)}${of}`;
}

function buildText({ target, elapsedMs }: BuildProgress): string {
  return `${target} ${seconds(elapsedMs)}`;
}

function lastLine({ builds }: { readonly builds: readonly BuildProgress[] }): string {
  return builds[0]?.line ?? '';
}

function loadingLine({ stop }: ProgressState, activity: Extract<Activity, { kind: 'loading' }>): string {
  const { tick, throughputPerSec } = activity;
  const { words } = loadExtent(tick, throughputPerSec, stop);
  const counts = `${formatCount(tick.ok)} ok, ${formatCount(tick.failed)} failed`;
  return join(words, throughput(throughputPerSec), lastSecond(tick), counts);
}

function planLine({ stop, plan, estimatedSeconds }: ProgressState): string[] {
  if (stop !== null || plan === null || estimatedSeconds === null) return [];
  const { targets, scenarios, launches, blocks, seed, stopping } = plan;
  const most = stopping === undefined ? '' : 'up to ';
  return [
    `measuring ${plural(targets.length, 'target')} x ${plural(scenarios.length, 'scenario')}, ` +
      `${most}${plural(launches, 'launch')} x ${plural(blocks, 'block')}, seed ${seed}; ` +
      `${stopping === undefined ? 'about' : 'at most'} ${seconds(estimatedSeconds * 1000)}`,
  ];
}

function warningLine(warning: { readonly target: string | null; readonly message: string }): string {
  return `! ${warning.target === null ? '' : `${warning.target}: `}${printable(warning.message)}`;
}

function launchText({ launch, plan, stop }: ProgressState): string {
  if (launch === null || stop !== null) return '';
  return `launch ${launch.launch}${plan?.stopping === undefined ? '/' : ' of up to '}${plan?.launches ?? '?'}`;
}

function startingText(started: string | null): string {
  return started === null ? 'starting' : `started ${started}`;
}

function blockText({ plan }: ProgressState, block: number): string {
  return `block ${block + 1}/${plan?.blocks ?? '?'}`;
}

function cellText({ cell, throughputPerSec }: { readonly cell: Cell; readonly throughputPerSec: number }): string {
  return join(`${cell.target} ${cell.scenario}`, throughput(throughputPerSec));
}

function leftText(state: ProgressState, nowMs: number): string {
  const leftMs = remainingMs(state, nowMs);
  return leftMs === null ? '' : `${state.plan?.stopping === undefined ? '' : 'up to '}${seconds(leftMs)} left`;
}
