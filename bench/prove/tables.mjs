// The tables that are printed, as Markdown: they read well as plain text too.
import { EFFECTS, GROUPS } from './schedule.mjs';
import { MARGIN, shareOf, summarize, truths } from './summary.mjs';

const HEADINGS = {
  aa: 'A server against itself',
  slow: 'A server against itself with extra work',
  hog: 'A server against itself, beside a program that takes a whole core for 0.2 to 3 s at a time, then rests as long',
};

/** Everything that a results file says, wanted values beside. */
export function renderResults(records) {
  const trials = records.filter(({ kind }) => kind === 'trial');
  const known = truths(records);
  const of = (group, effect) => trials.filter((one) => one.group === group && one.effect === effect);
  const parts = Object.keys(GROUPS).flatMap((group) => {
    const rows = GROUPS[group].effects.flatMap((effect) => {
      const some = of(group, effect);
      return some.length === 0
        ? []
        : [{ effect, truth: known.get(effect), summary: summarize(some, known.get(effect)) }];
    });
    if (rows.length === 0) return [];
    return [HEADINGS[group], group === 'slow' ? slowTable(rows) : aaTable(rows[0].summary, group), widthTable(rows)];
  });
  return [provenance(records, trials), ...parts, ...causes(trials), ...truthTable(known)].join('\n\n');
}

/** What made trials invalid, or come to nothing. */
function causes(trials) {
  const invalid = trials.filter(({ verdict }) => verdict === 'invalid').flatMap(({ warnings }) => warnings);
  const codes = invalid.flatMap((warning) => /^(.*):invalid$/.exec(warning)?.[1] ?? []);
  const reasons = [...codes, ...trials.flatMap(({ failure }) => failure ?? [])];
  const counted = [...new Set(reasons)].map(
    (reason) => `${reason} (${reasons.filter((one) => one === reason).length})`,
  );
  return counted.length === 0 ? [] : [`Invalid or without a result because of: ${counted.join(', ')}`];
}

function provenance(records, trials) {
  const setup = records.find(({ kind }) => kind === 'setup');
  const distinct = (name) => [...new Set(records.flatMap((record) => record[name] ?? []))].join(', ');
  const loads = trials.flatMap(({ loadAverage }) => loadAverage ?? []).sort((a, b) => a - b);
  const busy =
    loads.length === 0 ? '' : `, load average when they began ${loads[Math.floor(loads.length / 2)].toFixed(1)}`;
  return [
    `perfcmp ${distinct('version')} (commit ${distinct('commit') || 'unknown'}), ${setup?.machine ?? 'unknown machine'}${busy}`,
    `${trials.length} trials of ${setup?.design ?? 'an earlier design'}, margin ${percent(MARGIN)}; in brackets exact binomial 95 % intervals`,
  ].join('\n');
}

function aaTable(summary, group) {
  const alarms = summary.called;
  return table(
    ['', 'found', 'wanted'],
    [
      ['false alarms: called slower or faster', counted(alarms), `at most 5 %: ${agrees(alarms.lower <= 0.05)}`],
      ['the interval holds 1', counted(summary.covered), `95 %: ${agrees(summary.covered.upper >= 0.95)}`],
      ['called no difference', counted(summary.noDifference), ''],
      ['inconclusive', counted(summary.inconclusive), ''],
      ['invalid', counted(summary.invalid), ''],
      ['interference named in the warnings', counted(summary.named), group === 'hog' ? 'most' : ''],
      ...(summary.failed === 0 ? [] : [['without a result', String(summary.failed), '0']]),
    ],
  );
}

function slowTable(rows) {
  const shares = rows.map(({ effect, truth, summary }) => [
    `${percent(effect)} more work`,
    truth === null ? 'not yet' : truth.ratio.toFixed(4),
    summary.covered ? counted(summary.covered) : '',
    counted(summary.found),
    counted(summary.faster),
    counted(summary.inconclusive),
    counted(summary.invalid),
  ]);
  const columns = [
    '',
    'true ratio',
    'interval holds it',
    'called slower, of all',
    'called faster',
    'inconclusive',
    'invalid',
  ];
  const pooled = rows.filter(({ summary }) => summary.covered);
  const [hits, count] = ['hits', 'count'].map((key) => pooled.reduce((sum, one) => sum + one.summary.covered[key], 0));
  const power = rows.find(({ effect }) => effect === 0.1)?.summary.found;
  const wanted = [
    ...(count === 0
      ? []
      : [`intervals hold the truth in 95 %: ${hits} of ${count}, ${agrees(shareOf(hits, count).upper >= 0.95)}`]),
    ...(power === undefined
      ? []
      : [
          `10 % called slower in at least 90 % of all trials: ${counted(power)}, ${agrees(power.hits / power.count >= 0.9)}`,
        ]),
  ];
  return [table(columns, shares), ...(wanted.length === 0 ? [] : [`wanted: ${wanted.join('; ')}`])].join('\n\n');
}

/** What decides how much can be seen. */
function widthTable(rows) {
  return table(
    [
      'medians',
      'mean ratio',
      'of CPU/request',
      'half-width',
      'launches scatter',
      'by their blocks',
      'load with warm-ups',
      'takes',
    ],
    rows.map(({ effect, summary }) => [
      effect === 0 ? 'no difference' : `${percent(effect)} more work`,
      centered(summary.center),
      centered(summary.cpu),
      percent(summary.halfWidth, 1),
      percent(summary.launchSpread, 1),
      percent(summary.withinSpread, 1),
      `${summary.loadedSeconds.toFixed(1)} s`,
      `${summary.seconds.toFixed(0)} s`,
    ]),
  );
}

function truthTable(known) {
  const rows = EFFECTS.flatMap((effect) => {
    const truth = known.get(effect);
    return truth === null
      ? []
      : [[`${percent(effect)} more work`, centered(truth, 4), centered(truth.own, 4), centered(truth.throughput, 4)]];
  });
  if (rows.length === 0) return [];
  const rounds = known.get(0).rounds;
  const columns = ['', 'CPU of a request, line through all', 'this variant alone', 'throughput'];
  return [`The truth, from ${rounds} rounds on a server of its own, by its own accounting`, table(columns, rows)];
}

function counted({ hits, count, lower, upper }) {
  if (count === 0) return 'none';
  return `${hits} of ${count} [${percent(lower)}, ${percent(upper)}]`;
}

function centered(center, digits = 3) {
  return center === null ? '' : `${center.ratio.toFixed(digits)} +-${percent(center.halfWidth, 2)}`;
}

function agrees(holds) {
  return holds ? 'agrees' : 'does NOT agree';
}

function percent(share, digits = 0) {
  return share === null || Number.isNaN(share) ? '' : `${(100 * share).toFixed(digits)} %`;
}

function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
