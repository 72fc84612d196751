import type { Activity } from './activity.js';
import { barLine } from './bar-line.js';
import { loadView } from './load-view.js';
import type { FrameLook } from './look.js';
import { ratioTable } from './ratio-table.js';
import { type Line, lineOf, renderLine } from './spans.js';
import type { ProgressState } from './state.js';
import { activityWords, buildText, timeLeft } from './status-line.js';
import { leftMs } from './time-left.js';
import { warningLines } from './warning-lines.js';
import { join, seconds } from './words.js';

/** What a terminal shows of the moment, a pure function of the state; no lines while there is nothing to say. */
export function frameLines(state: ProgressState, look: FrameLook): string[] {
  const lines = linesOf(state, look).slice(0, look.rows);
  return lines.map((line) => renderLine(line, look.columns, look.paint));
}

function linesOf(state: ProgressState, look: FrameLook): Line[] {
  const { activity } = state;
  switch (activity.kind) {
    case 'preparing':
    case 'finished':
      return [];
    case 'building':
      return buildLines(activity, look);
    case 'searching':
      return [lineOf(activityWords(state, look.nowMs)), barLine(searchShare(activity, look), '', look)];
    case 'loading':
      return loadView(activity, state.stop, look);
    default:
      return state.plan === null ? [lineOf(activityWords(state, look.nowMs))] : runLines(state, look);
  }
}

/** Head, how everybody stands, and what spoils it; the middle gives way where there are few rows. */
function runLines(state: ProgressState, look: FrameLook): Line[] {
  const head = [lineOf(activityWords(state, look.nowMs)), timeLine(state, look)];
  const warnings = spaced(warningLines(state, look));
  const table = spaced(ratioTable(state, { ...look, rows: look.rows - head.length - warnings.length - 1 }));
  return [...head, ...table, ...warnings];
}

function spaced(lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [lineOf(''), ...lines];
}

function timeLine(state: ProgressState, look: FrameLook): Line {
  const goneMs = Math.max(0, look.nowMs - (state.startedMs ?? look.nowMs));
  const left = leftMs(state, look.nowMs);
  const share = left === null || goneMs + left === 0 ? 0 : goneMs / (goneMs + left);
  return barLine(share, join(seconds(goneMs), timeLeft(state, look.nowMs)), look);
}

function searchShare({ sinceMs, estimatedMs }: Extract<Activity, { kind: 'searching' }>, { nowMs }: FrameLook): number {
  return estimatedMs > 0 ? Math.min(1, (nowMs - sinceMs) / estimatedMs) : 0;
}

function buildLines({ builds }: Extract<Activity, { kind: 'building' }>, { rows }: FrameLook): Line[] {
  const shown = builds.length > rows ? builds.slice(0, Math.max(0, rows - 1)) : builds;
  const more = builds.length - shown.length;
  return [
    ...shown.map((build) => lineOf(join('building', buildText(build), build.line))),
    ...(more > 0 ? [lineOf(`and ${more} more`, 'faint')] : []),
  ];
}
