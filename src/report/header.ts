import { type Environment, isOfOneServer, type Report, type ReportProfile } from '../model/report.js';
import { revisionName } from '../model/target.js';
import { formatCount } from '../units/rate.js';
import { plural, printable } from '../units/words.js';
import { addressOf } from './address.js';
import { formatSeconds, shorten } from './format.js';
import { rateWords, shareWords, thinkWords } from './pace-facts.js';
import { searchConditions } from './search-facts.js';
import { confidenceOf } from './verdict.js';

const LONGEST_COMMAND = 60;
/** A load that took less of the time it was given was ended before: by a signal, its failures or its server. */
const LEAST_SHARE_OF_TIME = 0.98;

/** The longest that a slice is drawn, of its nominal length. */
export const SLICE_STRETCH = 1.3;

/** What was run, in segments for the first line: `3 targets x 2 scenarios`, `closed loop, 64 connections, ...`. */
export function subjectSegments(report: Report): string[] {
  if (report.run.command === 'import') return importedSegments(report);
  return [
    ...(isOfOneServer(report)
      ? [startedCommand(report), loadAddress(report)]
      : [`${plural(report.targets.length, 'target')} x ${plural(report.scenarios.length, 'scenario')}`]),
    ...profileSegments(report),
    ...engineSegment(report),
  ].filter((segment) => segment !== '');
}

/** `3 results of wrk and oha`: how each was loaded stands in its row. */
function importedSegments({ measurements }: Report): string[] {
  const tools = [...new Set(measurements.map(({ generator }) => generator.engine))];
  return [`${plural(measurements.length, 'result')} of ${tools.join(', ')}`, 'single runs, no intervals'];
}

function profileSegments({ profiles, search }: Report): string[] {
  const [profile] = profiles;
  if (profile === undefined) return [];
  if (profiles.length === 1) return profileParts(profile);
  if (search === null) return [plural(profiles.length, 'load profile')];
  const connections = profiles.map((one) => one.connections ?? 0);
  const extent = `${formatCount(Math.min(...connections))} to ${formatCount(Math.max(...connections))} connections`;
  return [`${profile.kind} loop, ${extent}, pipelining ${profile.pipelining}`];
}

/** How and where it was run: launches, seed, machine. */
export function conditionSegments(report: Report): string[] {
  const { environment, run } = report;
  if (run.command === 'import') return [];
  return [
    ...revisionSegments(report),
    ...extentOf(report),
    ...(run.seed === null ? [] : [`seed ${run.seed}`]),
    ...(environment === null ? [] : [machineWords(environment)]),
  ];
}

function machineWords({ cores, node, os, kernel }: Environment): string {
  const release = /^\d+\.\d+/.exec(kernel)?.[0] ?? kernel;
  return `${plural(cores, 'core')}, node ${node.replace(/^v/, '')}, ${os.toLowerCase()} ${release}`;
}

/** `base 0b00195 (HEAD~1)`: which state of a repository stands behind a name. */
function revisionSegments({ targets }: Report): string[] {
  return targets.flatMap(({ name, revision }) =>
    revision === undefined ? [] : `${printable(name)} ${revisionName(revision)} (${printable(revision.ref)})`,
  );
}

/** `closed loop, 64 connections, pipelining 1`. */
export function profileWords(profile: ReportProfile): string {
  return profileParts(profile).join(', ');
}

/** The same in parts that may stand on a line each: a chosen rate has more to be said about it. */
export function profileParts(profile: ReportProfile): string[] {
  const { kind, pipelining } = profile;
  const joined = (...words: string[]): string => words.filter((word) => word !== '').join(', ');
  const held = joined(openedWords(profile), pipelining === null ? '' : `pipelining ${pipelining}`, thinkWords(profile));
  const share = shareWords(profile);
  const sent = joined(`${kind} loop`, rateWords(profile));
  return share === '' ? [joined(sent, held)] : [sent, share, held];
}

/** `64 connections`, `64 to 256 connections`; empty where nobody knows. */
function openedWords({ connections, maxConnections = 0 }: ReportProfile): string {
  if (connections === null) return '';
  if (maxConnections <= connections) return plural(connections, 'connection');
  return `${formatCount(connections)} to ${formatCount(maxConnections)} connections`;
}

/** Of a server that was started for the load; empty where it ran already. */
function startedCommand({ targets: [target] }: Report): string {
  return shorten(printable(target?.command ?? ''), LONGEST_COMMAND);
}

function loadAddress(report: Report): string {
  const [target] = report.targets;
  const [scenario] = report.scenarios;
  return target === undefined || scenario === undefined
    ? ''
    : addressOf(report, { target: target.name, scenario: scenario.name });
}

function engineSegment(report: Report): string[] {
  const engines = [...new Set(report.measurements.map(({ generator }) => engineWords(generator.engine)))];
  if (engines.length === 0) return [];
  const threads = report.measurements.flatMap(({ generator }) => generator.threads ?? []);
  const [fewest, most] = [Math.min(...threads), Math.max(...threads)];
  const words = fewest === most ? plural(most, 'thread') : `${fewest} to ${most} threads`;
  return [`engine ${engines.join(' and ')}, ${words}`];
}

function extentOf(report: Report): string[] {
  if (report.search !== null)
    return [...searchConditions(report.search), `${formatSeconds(report.run.seconds)} in all`];
  return report.run.command === 'load' ? loadExtent(report) : runExtent(report);
}

/** Only where it is not HTTP/1.1 is the protocol said. */
function engineWords(engine: string): string {
  return engine === 'http2' ? 'http2 (HTTP/2)' : engine;
}

function loadExtent({ plan, run }: Report): string[] {
  const asked = formatSeconds(plan.sliceMs / 1000);
  const endedEarly = run.seconds < LEAST_SHARE_OF_TIME * (plan.sliceMs / 1000);
  const warmup = plan.warmupMs > 0 ? ` after ${formatSeconds(plan.warmupMs / 1000)} of warm-up` : '';
  return [`${endedEarly ? `${formatSeconds(run.seconds)} of ${asked}` : asked}${warmup}`];
}

function runExtent(report: Report): string[] {
  const { plan } = report;
  // Where it ended before they were chosen, nobody knows how long they were to be.
  const length =
    plan.sliceMs === 0 ? '' : ` of ${formatCount(plan.sliceMs)} to ${formatCount(plan.sliceMs * SLICE_STRETCH)} ms`;
  const { stopping } = plan;
  const rough = plan.quick ? ['quick, so rough'] : [];
  return [
    `${plural(stopping === undefined ? plan.launches : plan.launchesDone, 'launch')} x ${plural(plan.blocks, 'slice')}${length}${besideOthers(report)}`,
    ...(stopping === undefined ? [] : [`of up to ${plural(plan.launches, 'launch')}`]),
    ...rough,
    ...coresWords(report),
    `${confidenceOf(report)} intervals each`,
  ];
}

/** How targets shared the time; nothing of one that had it to itself. */
function besideOthers({ targets, plan }: Report): string {
  return targets.length > 1 ? ` a target, ${MODES[plan.mode]}` : '';
}

/** `1 worker each, on CPU 3`, `native workers`; nothing where servers ran as they liked and nobody asked. */
function coresWords({ plan: { cores } }: Report): string[] {
  if (cores === undefined) return [];
  const { workers, serverCpus, generatorCpus } = cores;
  if (workers === 'native') return ['native workers on all cores'];
  const servers = `${plural(workers, 'worker')} each${serverCpus === null ? '' : `, on ${cpuNames(serverCpus)}`}`;
  return [generatorCpus === null ? servers : `${servers}, generator on ${cpuNames(generatorCpus)}`];
}

/** By their numbers, as taskset counts them. */
function cpuNames(list: string): string {
  return `${/[-,]/.test(list) ? 'CPUs' : 'CPU'} ${list}`;
}

const MODES = {
  plain: 'interleaved',
  freeze: 'interleaved, idle ones frozen',
  exclusive: 'one alive at a time',
  single: 'in one go',
} satisfies Record<Report['plan']['mode'], string>;
