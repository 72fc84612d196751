import { type CleanFlags, resolveClean } from '../config/clean-options.js';
import { EXIT } from '../errors.js';
import type { CleanEntry, CleanKind, CleanRemoval, CleanResult, CleanStock } from '../model/clean.js';
import { ABSENT, formatBytes } from '../report/format.js';
import { plural, printable } from '../units/words.js';
import { aligned } from './aligned.js';
import { readPlainFormat } from './format-option.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** More lines than these tell nobody anything. */
const MOST_NAMED = 20;
const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** `perfcmp clean`: what perfcmp keeps, and with kinds and `--yes` what is removed of it. */
export async function cleanCommand(flags: CleanFlags, { cwd, env, stdout }: Terminal): Promise<number> {
  const format = readPlainFormat(flags.format);
  const config = resolveClean(flags);
  const { cleanUp } = await import('../session/clean.js');
  const now = new Date();
  const result = await cleanUp(config, { cwd, env, now });
  // Whoever asks for everything does not ask for an engine of containers.
  const isTold = ({ kind, problem }: CleanStock): boolean => problem === null || flags[kind] === true;
  const told: CleanResult = { ...result, stocks: result.stocks.filter(isTold) };
  const isListing = config.kinds.length === 0;
  const text = isListing ? renderStocks(told, now.getTime()) : renderRemovals(told, now.getTime());
  await print(stdout, format === 'json' ? JSON.stringify(result, null, 2) : text);
  return result.removals.some(({ failure }) => failure !== null) ? EXIT.no : EXIT.ok;
}

/** A row for each kind, and where they lie. */
export function renderStocks({ stocks }: CleanResult, nowMs: number): string {
  const rows = stocks.map((stock) => stockRow(stock, nowMs));
  const head = ['kept', 'number', 'size', 'last used', 'in use', 'removed by'];
  // What lies within runs is counted with them.
  const total = sizeOf(stocks.filter(({ kind }) => kind !== 'logs').flatMap(({ entries }) => entries));
  const places = [...new Set(stocks.map(({ place }) => place))].map((place) => {
    const kinds = stocks.filter((stock) => stock.place === place).map(({ kind }) => WORDS[kind]);
    return `${kinds.join(' and ')} in ${place}`;
  });
  return [
    ...aligned([head, ...rows]),
    '',
    `${formatBytes(total)} in all. What a running perfcmp uses stays; --older-than 7d and --keep 5 spare more.`,
    ...places,
  ].join('\n');
}

const WORDS = {
  builds: 'builds of targets',
  checkouts: 'checked out commits',
  runs: 'runs',
  logs: "their servers' logs",
  calibrations: 'calibrations',
  containers: 'containers',
} satisfies Record<CleanKind, string>;

function stockRow({ kind, entries }: CleanStock, nowMs: number): string[] {
  const used = entries.filter(({ isInUse }) => isInUse).length;
  return [
    WORDS[kind],
    String(entries.length),
    sizeText(entries),
    spanOf(entries, nowMs),
    used === 0 ? '' : String(used),
    // What is in use stays, whatever is asked for.
    used === entries.length ? '' : `perfcmp clean --${kind} --yes`,
  ];
}

/** `2 h to 12 days ago`. */
function spanOf(entries: readonly CleanEntry[], nowMs: number): string {
  const agesMs = entries.map(({ usedAtMs }) => nowMs - usedAtMs);
  if (agesMs.length === 0) return '';
  const [newest, oldest] = [ageWords(Math.min(...agesMs)), ageWords(Math.max(...agesMs))];
  return newest === oldest ? `${newest} ago` : `${newest} to ${oldest} ago`;
}

function ageWords(ageMs: number): string {
  const hours = Math.floor(Math.max(0, ageMs) / HOUR_MS);
  if (hours < 1) return 'less than 1 h';
  return hours < 2 * DAY_HOURS ? `${hours} h` : plural(Math.floor(hours / DAY_HOURS), 'day');
}

/** What was removed, or would be; what could not be, with its reason. */
export function renderRemovals({ stocks, removals, isDone }: CleanResult, nowMs: number): string {
  const gone = removals.filter(({ failure }) => failure === null);
  const kept = stocks.flatMap(({ entries }) => entries).filter(({ isInUse }) => isInUse).length;
  const freed = sizeText(gone.map(({ entry }) => entry));
  const size = freed === ABSENT ? '' : `, ${freed}`;
  const more = removals.length - MOST_NAMED;
  const summary =
    removals.length === 0
      ? 'nothing to remove'
      : `${isDone ? 'removed' : 'would remove'} ${gone.length} of ${removals.length}${size}`;
  const unseen = stocks.flatMap(({ kind, problem }) =>
    problem === null ? [] : [`${WORDS[kind]} were not looked at: ${printable(problem)}`],
  );
  // Of what was not looked at nobody knows whether there is something to remove.
  if (stocks.length > 0 && unseen.length === stocks.length) return unseen.join('\n');
  return [
    ...aligned(removals.slice(0, MOST_NAMED).map((removal) => removalRow(removal, nowMs))),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(removals.length > 0 ? [''] : []),
    `${summary}${kept === 0 ? '' : `; ${kept} in use by a running perfcmp`}`,
    ...(isDone || removals.length === 0 ? [] : ['nothing was removed: --yes does it']),
    ...unseen,
  ].join('\n');
}

function removalRow({ entry, failure }: CleanRemoval, nowMs: number): string[] {
  const { kind, name, bytes, usedAtMs } = entry;
  const reason = failure === null ? '' : `cannot be removed: ${failure}`;
  return [kind, printable(name), formatBytes(bytes), `${ageWords(nowMs - usedAtMs)} ago`, printable(reason)];
}

/** Of containers no size is known. */
function sizeText(entries: readonly CleanEntry[]): string {
  const isKnown = entries.length === 0 || entries.some(({ bytes }) => bytes !== null);
  return formatBytes(isKnown ? sizeOf(entries) : null);
}

function sizeOf(entries: readonly CleanEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}
