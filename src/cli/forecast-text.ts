import type { Forecast, ForecastLoad, ForecastScenario, ForecastTarget } from '../model/forecast.js';
import { wrapText } from '../report/wrap.js';
import { assignments } from '../units/command-text.js';
import { formatDurationMs } from '../units/duration.js';
import { plural, printable } from '../units/words.js';
import { aligned } from './aligned.js';
import { seconds } from './progress/words.js';

/** A forecast as people read it: who, what, how often and how long. */
export function renderForecast(forecast: Forecast, width: number): string {
  const { targets, scenarios, leftOut } = forecast;
  const missing = targets.flatMap(({ name, unavailable }) =>
    unavailable === null ? [] : wrapText(`  ${printable(name)}: `, unavailable, width),
  );
  const sections = [
    ['targets', ...aligned(targets.map((target) => targetRow(target, forecast)))],
    missing.length === 0 ? [] : ['cannot run here', ...missing],
    leftOut.length === 0 ? [] : ['has none of the scenarios', ...leftOut.map((name) => `  ${printable(name)}`)],
    ['scenarios', ...scenarioLines(scenarios, width)],
    [...wrapText('', courseOf(forecast), width), ...wrapText('', timeOf(forecast), width)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function targetRow(target: ForecastTarget, forecast: Forecast): string[] {
  const { name, title, scenarios, unavailable } = target;
  const every = forecast.scenarios.length;
  const share = scenarios.length === every ? '' : `${scenarios.length} of ${plural(every, 'scenario')}`;
  const notes = [name === forecast.baseline ? 'baseline' : '', share].filter((note) => note !== '').join(', ');
  return [
    printable(name),
    title === name ? '' : printable(title),
    unavailable === null ? warmupWords(target) : 'left out',
    notes,
  ];
}

function warmupWords({ warmups, wantedWarmupMs }: ForecastTarget): string {
  if (warmups.length === 0) return '';
  const spans = warmups.map(({ minMs, maxMs }) =>
    minMs === maxMs ? formatDurationMs(minMs) : `${formatDurationMs(minMs)} to ${formatDurationMs(maxMs)}`,
  );
  const wanted = wantedWarmupMs === undefined ? '' : ` of the ${formatDurationMs(wantedWarmupMs)} it needs`;
  return `warm-up ${[...new Set(spans)].join(', ')}${wanted}`;
}

/** A line for each load; what the scenario is stands in the first, and its variables where there is room. */
function scenarioLines(scenarios: readonly ForecastScenario[], width: number): string[] {
  const rows = scenarios.flatMap(({ name, method, path, requests, env, loads }) => {
    const about = [name, `${method} ${path}${requests > 1 ? ` and ${requests - 1} more` : ''}`].map(printable);
    const variables = assignments(env).join(' ');
    return loads.map((load, index) => {
      const isFirst = index === 0;
      const cells = [...(isFirst ? about : ['', '']), loadWords(load, loads.length > 1), slicesOf(load)];
      return { cells, variables: isFirst ? variables : '' };
    });
  });
  const lines = aligned(rows.map(({ cells }) => cells));
  return lines.flatMap((line, index) => {
    const variables = rows[index]?.variables ?? '';
    if (variables === '') return [line];
    const whole = `${line}  ${variables}`;
    return whole.length <= width ? [whole] : [line, ...wrapText('    ', variables, width)];
  });
}

function loadWords({ profile }: ForecastLoad, isOneOfSeveral: boolean): string {
  const { name, connections, pipelining, threads } = profile;
  const words = [
    plural(connections, 'connection'),
    ...(pipelining > 1 ? [`pipelining ${pipelining}`] : []),
    ...(threads > 1 ? [plural(threads, 'thread')] : []),
  ].join(', ');
  return isOneOfSeveral ? `${name}: ${words}` : words;
}

function slicesOf({ likelySlices, likelySliceMs }: ForecastLoad): string {
  if (likelySliceMs === null) return `${likelySlices} slices of one request`;
  return `about ${plural(likelySlices, 'slice')} of ${formatDurationMs(likelySliceMs)}`;
}

function courseOf({ launches, looks, mode, workers, quick, seed }: Forecast): string {
  const cores = workers === 'native' ? 'on all cores' : `on ${plural(workers, 'core')} each`;
  const words = [
    `${looks.length === 0 ? '' : 'up to '}${plural(launches, 'launch')}, each with so many slices of every target`,
    ...(looks.length < 2 ? [] : [`may end after ${looks.slice(0, -1).join(', ')} or ${looks.at(-1)}`]),
    `servers ${cores}`,
    `mode ${mode}`,
    seed === null ? 'seed drawn' : `seed ${seed}`,
    ...(quick ? ['quick, so rough'] : []),
  ];
  return `${words.join('; ')}.`;
}

function timeOf({ looks, estimatedSeconds, mostSeconds, confirmingSeconds }: Forecast): string {
  const about = `${looks.length === 0 ? 'About' : 'At most'} ${seconds(estimatedSeconds * 1000)}`;
  // A budget ends the run by the clock.
  const isByClock = looks.length > 0 && mostSeconds === estimatedSeconds;
  // A rough look extends no warm-up.
  const most = mostSeconds === estimatedSeconds ? '' : `, up to ${seconds(mostSeconds * 1000)} if warm-ups take long`;
  const longer = isByClock ? '' : `${most}, longer where servers are slow`;
  const again =
    confirmingSeconds === undefined
      ? ''
      : ` A loss is shown again in fresh launches, which takes up to ${seconds(confirmingSeconds * 1000)} more.`;
  return `${about}${longer}, and builds where they are needed.${again} Nothing was built, started or measured.`;
}
