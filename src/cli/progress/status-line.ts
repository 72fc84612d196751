import type { Cell } from '../../model/plan.js';
import { ratioText } from '../../units/figures.js';
import { formatCount } from '../../units/rate.js';
import { plural, printable } from '../../units/words.js';
import type { Activity, BuildProgress } from './activity.js';
import { lastSecond, loadExtent } from './load-view.js';
import type { ProgressState } from './state.js';
import { leftMs, remainingMs } from './time-left.js';
import { join, seconds, throughput } from './words.js';

/** The one line that says where the run stands; empty while there is nothing to say. */
export function statusLine(state: ProgressState, nowMs: number): string {
  const words = activityWords(state, nowMs);
  return words === '' ? '' : join(words, standingWords(state), leftText(state, nowMs));
}

/** What is going on: which launch, which block, which target and how fast it is. */
export function activityWords(state: ProgressState, nowMs: number): string {
  const { activity } = state;
  switch (activity.kind) {
    case 'preparing':
    case 'finished':
      return '';
    case 'building':
      return join('building', ...activity.builds.map(buildText), activity.builds.length > 1 ? '' : lastLine(activity));
    case 'starting':
      return join(launchText(state), startingText(activity.target));
    case 'warming':
      return join(launchText(state), 'warming up', cellText(activity));
    case 'measuring':
      return join(launchText(state), blockText(state, activity.block), cellText(activity));
    case 'searching':
      return join('searching', `${plural(activity.loads, 'load')} done`, searchLeft(activity, nowMs));
    case 'loading':
      return loadingLine(state, activity);
  }
}

/** `up to 1m 30s`, or empty where nothing can be told. */
export function timeLeft(state: ProgressState, nowMs: number): string {
  const left = leftMs(state, nowMs);
  return left === null ? '' : `${state.plan?.stopping === undefined ? '' : 'up to '}${seconds(left)} left`;
}

/** `express 12s`. */
export function buildText({ target, elapsedMs }: BuildProgress): string {
  return `${printable(target)} ${seconds(elapsedMs)}`;
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

function searchLeft({ sinceMs, estimatedMs }: Extract<Activity, { kind: 'searching' }>, nowMs: number): string {
  const left = estimatedMs - (nowMs - sinceMs);
  return left > 0 ? `about ${seconds(left)} left` : '';
}

function launchText({ launch, plan, stop }: ProgressState): string {
  if (launch === null || stop !== null) return '';
  return `launch ${launch.launch}${plan?.stopping === undefined ? '/' : ' of up to '}${plan?.launches ?? '?'}`;
}

function startingText(started: string | null): string {
  return started === null ? 'starting' : `started ${printable(started)}`;
}

function blockText({ plan }: ProgressState, block: number): string {
  return `block ${block + 1}/${plan?.blocks ?? '?'}`;
}

function cellText({ cell, throughputPerSec }: { readonly cell: Cell; readonly throughputPerSec: number }): string {
  return join(printable(`${cell.target} ${cell.scenario}`), throughput(throughputPerSec));
}

/** How the target that is loaded stands, once launches can be compared: before that it would change with every block. */
function standingWords({ activity, interim }: ProgressState): string {
  if (activity.kind !== 'measuring' || interim === null || interim.launchesDone === 0) return '';
  const { cell } = activity;
  const found = interim.ratios.find(
    ({ target, scenario, profile }) => target === cell.target && scenario === cell.scenario && profile === cell.profile,
  );
  if (found === undefined || found.ratio.value === null) return '';
  const metric = found.metric === 'throughput' ? '' : ' in p99';
  return `${ratioText({ ...found.ratio, value: found.ratio.value })} of ${printable(found.baseline)}${metric}`;
}

function leftText(state: ProgressState, nowMs: number): string {
  const isTold = state.activity.kind !== 'building' && remainingMs(state, nowMs) !== null;
  return isTold ? timeLeft(state, nowMs) : '';
}
