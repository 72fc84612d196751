import { isOfOneServer, type ModeStep, type Report, type ReportTarget } from '../../model/report.js';
import { revisionName } from '../../model/target.js';
import { commandText } from '../../units/command-text.js';
import { ABSENT, formatBytes, formatPercent, formatPerSec, formatSeconds } from '../format.js';
import { each, type Markup, markup, NOTHING } from './markup.js';
import { cut, dataTable } from './tables.js';

/** A name and what it stands for. */
export type Term = readonly [name: string, value: string | readonly string[]];

/** Names with what they stand for, one below the other. */
export function termList(terms: readonly Term[]): Markup {
  return markup`<dl>
${each(terms, ([name, value]) => markup`<div><dt>${name}</dt><dd>${typeof value === 'string' ? cut(value) : linesOf(value)}</dd></div>`)}
</dl>`;
}

function linesOf(lines: readonly string[]): Markup {
  return each(lines, (line) => markup`<span>${cut(line)}</span>`);
}

/** The machine, how was measured, and who. */
export function environmentMarkup(report: Report): Markup {
  return markup`<section id="environment"><h2>Environment</h2>
${termList([...machineTerms(report), ...measuringTerms(report)])}
${targetTable(report)}
</section>`;
}

function machineTerms({ environment, tool }: Report): Term[] {
  if (environment === null)
    return [
      ['machine', 'not known: files do not say where they were made'],
      ['perfcmp', tool.version],
    ];
  const { os, kernel, cpuModel, cores, memoryBytes, node, governor, ci, container, loadAverage } = environment;
  const terms: readonly (readonly [string, string | null])[] = [
    ['processor', `${cpuModel}, ${cores} ${cores === 1 ? 'core' : 'cores'}`],
    ['clock governor', governor],
    ['memory', formatBytes(memoryBytes)],
    ['system', `${os} ${kernel}`],
    ['container', container],
    ['CI', ci],
    ['load average before', loadAverage.toFixed(2)],
    ['perfcmp', `${tool.version} on node ${node.replace(/^v/, '')}`],
  ];
  return terms.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function measuringTerms(report: Report): Term[] {
  const ceilings = ceilingLines(report);
  const modes = modeLines(report);
  return [
    // How long files took to be read says nothing of what they tell.
    ...(report.run.command === 'import' ? [] : [['took', formatSeconds(report.run.seconds)] as const]),
    ...(modes.length === 0 ? [] : [['mode', modes] as const]),
    ...(ceilings.length === 0 ? [] : [['ceiling of the load generator', ceilings] as const]),
    ...(report.environment === null ? [] : [['fingerprint of the machine', report.environment.fingerprint] as const]),
  ];
}

function targetTable(report: Report): Markup {
  // Of a server that perfcmp did not start nothing is known beyond what stands above.
  if (isOfOneServer(report) && report.targets.every(({ startupMs, command }) => startupMs === null && command === null))
    return NOTHING;
  const columns = report.run.command === 'import' ? sourceColumns(report) : STARTED_COLUMNS;
  const shown = columns.filter(([, value]) => report.targets.some((target) => value(target) !== null));
  return dataTable({
    name: 'Targets',
    columns: shown.map(([label]) => label),
    rows: report.targets.map((target) => shown.map(([, value]) => value(target) ?? ABSENT)),
  });
}

/** The modes that were taken one after the other and why, with what was seen of idle targets before each and in the last. */
function modeLines({ plan: { modeChoice = [], idleShare = {} } }: Report): string[] {
  return [
    ...modeChoice.flatMap((step) => [...idleLines(step), `${step.mode}: ${step.reason}`]),
    ...idleLines({ idleShare }),
  ];
}

function idleLines({ idleShare, thawStallMs = {} }: Pick<ModeStep, 'idleShare' | 'thawStallMs'>): string[] {
  const shares = Object.entries(idleShare).flatMap(([target, share]) =>
    share === null ? [] : [`${target} ${formatPercent(share)}`],
  );
  const stalls = Object.entries(thawStallMs).map(([target, stallMs]) => `${target} ${stallMs.toFixed(1)} ms`);
  return [
    ...(shares.length === 0 ? [] : [`CPU outside own slices: ${shares.join(', ')}`]),
    ...(stalls.length === 0 ? [] : [`stalls when thawed: ${stalls.join(', ')}`]),
  ];
}

/** One for each profile, and where sizes of answers differ for each of them with its scenarios. */
function ceilingLines({ plan: { ceilingPerSec, ceilings }, scenarios }: Report): string[] {
  const line = (perSec: number, profile: string): string => `${formatPerSec(perSec)} req/s at ${profile}`;
  if (ceilings === undefined) return Object.entries(ceilingPerSec).map(([profile, perSec]) => line(perSec, profile));
  return ceilings.map(({ profile, scenarios: own, throughputPerSec }) => {
    const isOnly = own.length === scenarios.length;
    return `${line(throughputPerSec, profile)}${isOnly ? '' : ` for ${own.join(', ')}`}`;
  });
}

type TargetColumn = readonly [label: string, value: (target: ReportTarget) => string | null];

const STARTED_COLUMNS: readonly TargetColumn[] = [
  ['target', ({ name }) => name],
  ['version', ({ version }) => version],
  ['revision', ({ revision }) => (revision === undefined ? null : `${revisionName(revision)} (${revision.ref})`)],
  ['runtime', ({ runtime }) => runtime],
  ['started with', ({ command, url }) => command ?? url],
  ['workers', ({ workers = null }) => (workers === null ? null : String(workers))],
  ['ready after', ({ startupMs }) => (startupMs === null ? null : formatSeconds(startupMs / 1000))],
  ['failure', ({ failure }) => failure],
];

/** Imported results were not started here: which file of which tool each is, and what it says that it asked. */
function sourceColumns({ measurements }: Report): readonly TargetColumn[] {
  const sourceOf = ({ name }: ReportTarget) => measurements.find(({ target }) => target === name)?.imported;
  return [
    ['target', ({ name }) => name],
    ['from', (target) => sourceOf(target)?.tool ?? null],
    ['file', (target) => sourceOf(target)?.file ?? null],
    ['began', (target) => sourceOf(target)?.startedAt ?? null],
    ['URL', ({ url }) => url],
  ];
}

/** What to type to measure the same again, and to make other formats of this. */
export function repeatMarkup({ run, environment }: Report, storedAs: string | null): Markup {
  const typed = commandText(['perfcmp', ...run.argv]);
  const isSeeded = run.seed === null || run.argv.includes('--seed');
  const again = isSeeded
    ? NOTHING
    : markup`<p>With --seed ${run.seed ?? 0} everything that is drawn at random comes out the same.</p>`;
  const stored =
    storedAs === null
      ? NOTHING
      : markup`<p>It is stored as ${storedAs}; in other formats:</p>
<pre><code>perfcmp report ${storedAs} --output report.json,report.md</code></pre>`;
  return markup`<section id="repeat"><h2>Repeat it</h2>
${
  run.argv.length === 0
    ? markup`<p>It was measured by a program, not from a command line.</p>`
    : markup`<pre><code>${cut(typed, 2000)}</code></pre>`
}
${again}
${stored}
${
  environment === null
    ? NOTHING
    : markup`<p>Numbers of another machine do not compare with these: the fingerprint of this one is ${environment.fingerprint.slice(0, 12)}.</p>`
}
</section>`;
}
