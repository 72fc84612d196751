import type { Outlook, ReportStopping, RunEnd } from '../model/look.js';
import type { Report } from '../model/report.js';
import { formatDurationMs } from '../units/duration.js';
import { plural } from '../units/words.js';
import { formatMargin, formatPercent, formatSeconds } from './format.js';
import { confidenceOf } from './verdict.js';

/** What may be expected of a run: `12 launches can call differences of 4.1 %; 2 % would need about 14, 6m`. */
export function outlookWords({ launches, effect, wanted }: Outlook): string {
  const expected = `${plural(launches, 'launch')} can call differences of about ${formatPercent(effect)}`;
  if (wanted === null) return expected;
  const resolution = formatMargin(wanted.resolution);
  // It is a forecast: what is called so far decides, and may be better.
  if (effect <= wanted.resolution) return `${expected}, so ${resolution} is within reach`;
  return `${expected}; ${resolution} ${needWords(wanted)}`;
}

/** Launches and time that the wanted resolution would take. */
export function needWords({ launches, seconds, isWithinReach }: NonNullable<Outlook['wanted']>): string {
  if (launches === null || seconds === null) return 'is out of reach here, however long';
  const need = `would need about ${plural(launches, 'launch')}, ${formatSeconds(seconds)}`;
  return isWithinReach ? need : `is out of reach of this run: it ${need}`;
}

/** What ended a run that could end by itself, and when it looked; null where a signal did. */
export function endWords(report: Report): string | null {
  const { stopping, launchesDone } = report.plan;
  if (stopping?.ended == null) return null;
  const end = isShownAgain(report) ? SHOWN_AGAIN : ENDS[stopping.ended](stopping);
  const reason = stopping.ended === 'settled' || stopping.ended === 'resolved' ? '' : ` (${stopping.reason})`;
  return `ended after ${plural(launchesDone, 'launch')}: ${end}${reason}${looksWords(report, stopping)}`;
}

const SHOWN_AGAIN = 'every limit was decided, and what was lost had to be shown again';

/** Whether fresh launches were begun to show a loss again, which decide in the end. */
function isShownAgain({ gate, plan: { stopping } }: Report): boolean {
  return stopping?.ended === 'settled' && (gate?.results.some(({ confirmed }) => confirmed !== null) ?? false);
}

// One look is no reason for wider intervals.
function looksWords(report: Report, { looks }: ReportStopping): string {
  if (looks.length < 2) return '';
  const listed = `${looks.slice(0, -1).join(', ')} and ${looks.at(-1)}`;
  return `; it could have ended after ${listed}, so each interval is of ${confidenceOf(report)}, for 95 % in all`;
}

const ENDS: Readonly<Record<RunEnd, (stopping: ReportStopping) => string>> = {
  settled: ({ reason }) => reason ?? 'every verdict stands',
  resolved: ({ resolution }) => `it can call ${formatMargin(resolution ?? 0)}, as it was asked to`,
  budget: ({ budgetMs }) => `another would not fit into ${formatDurationMs(budgetMs ?? 0)}`,
  launches: () => 'there were no more to run',
};
