import { shapeOf } from '../../model/body-hash.js';
import type { ScenarioAnswer } from '../../model/contract.js';
import { profileNamed } from '../../model/plan.js';
import type { Recording } from '../../model/recording.js';
import { acceptsStatus, type RequestSpec } from '../../model/scenario.js';
import type { Warning } from '../../model/warning.js';
import { sum } from '../../stats/moments.js';
import { formatCount } from '../../units/rate.js';
import { groupByLaunch } from '../launch-pairs.js';
import { mergeCounts } from '../merge-recordings.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

/** Of the answers of a cell: what is rarer decides no comparison. */
const CHANGED_LIMIT = 0.001;
/** So many answers of one slice that all say the same are no chance where each said something of its own before. */
const FEWEST_ALIKE = 10;

type Bodies = NonNullable<Recording['bodies']>;

/** What it said when it was asked alone, before each of these launches. */
interface AskedAlone {
  readonly launch: number;
  readonly answers: readonly ScenarioAnswer[];
}

/**
 * `answers-changed`: under load it answers something else than alone: an empty page, say, or what it kept of an earlier answer.
 *
 *                 alone      load      alone      load
 *     a page      A          A  A  A   A          A  A  A
 *     turns       A          A  B  B   A          B  B  B       B is found: no clock goes back to A, or stands at B
 *     a clock     A          B  C  C   D          D  E  E
 *     an uptime   A          B  C  D   A          B  C  D
 *     numbers     A1         A2 A2 A2  A1         A2 A2 A2      connections, whole minutes, a process
 *     a process   A          A  A  A   B          B  B  B
 *     ids         A, B       C..  D..  E, F       G..  H..
 *     turns       A, B       C..  D D  E, F       D D  D D      D is found: it said something new each time
 */
export function checkChangedAnswers(checked: CheckedCell): Warning[] {
  // Alone it was asked over HTTP/1, and some servers name the protocol.
  if (profileNamed(checked.facts.plan, checked.cell.profile)?.engine === 'http2') return [];
  const alone = askedAlone(checked);
  const message = changedStatus(checked, alone) ?? changedBodies(checked, alone);
  return message === null ? [] : [runWarning('answers-changed', 'warn', message, checked.cell)];
}

function askedAlone({ facts, cell }: CheckedCell): AskedAlone[] {
  return facts.answers
    .filter(({ target }) => target === cell.target)
    .map(({ launch, answers }) => ({ launch, answers: answers.filter(({ scenario }) => scenario === cell.scenario) }))
    .filter(({ answers }) => answers.length > 0);
}

/** Only what is accepted: the rest is told as failures. */
function changedStatus({ facts, cell, all }: CheckedCell, alone: readonly AskedAlone[]): string | null {
  const scenario = facts.plan.scenarios.find(({ name }) => name === cell.scenario);
  const known = new Set(alone.flatMap(({ answers }) => answers.map(({ status }) => status)));
  const [first] = alone;
  // Where not all of its requests were asked alone, others may have other statuses.
  if (scenario?.source.kind !== 'fixed' || scenario.source.requests.length > (first?.answers.length ?? 0)) return null;
  if (!scenario.source.requests.every(changesNothing)) return null;
  const counted = Object.entries(mergeCounts(all.map(({ recording }) => recording)).statuses);
  const answers = sum(counted.map(([, count]) => count));
  const changed = counted.filter(
    ([status]) => !known.has(Number(status)) && acceptsStatus(scenario.expect, Number(status)),
  );
  const [most] = changed.toSorted(([, one], [, other]) => other - one);
  const share = sum(changed.map(([, count]) => count)) / answers;
  if (most === undefined || share <= CHANGED_LIMIT) return null;
  return `answers with status ${most[0]} under load (${percent(share)}), with ${[...known].join(', ')} when it is asked alone`;
}

/** Of other requests the first says something of its own: it creates what the next ones find. */
function changesNothing({ method }: RequestSpec): boolean {
  return method === 'GET' || method === 'HEAD';
}

function changedBodies({ all }: CheckedCell, alone: readonly AskedAlone[]): string | null {
  const said = alone.map(({ answers }) => answers.map(({ bodyHash }) => (bodyHash ? shapeOf(bodyHash) : bodyHash)));
  // Asked in one launch only, a clock says the same twice.
  if (said.length < 2) return null;
  if (said.flat().every((hash) => hash === null)) return nothingNew(bodiesOf(all));
  const pages = said[0]?.flatMap((hash) => hash ?? []) ?? [];
  if (pages.length === 0 || said.some((hashes) => hashes.join() !== pages.join())) return null;
  // After the last time it was asked alone nobody knows whether it would have gone back.
  const last = alone.at(-1)?.launch ?? 0;
  return otherPages(
    all.filter(({ launch }) => launch < last),
    new Set(pages),
  );
}

function bodiesOf(slices: CheckedCell['all']): Bodies[] {
  return slices.flatMap(({ recording }) => recording.bodies ?? []);
}

function otherPages(slices: CheckedCell['all'], pages: ReadonlySet<string>): string | null {
  const looked = sum(bodiesOf(slices).map(countOf));
  const launches = [...groupByLaunch(slices).values()].map(bodiesOf);
  const turned = launches.filter((launch) => stands(launch.map((bodies) => otherThan(bodies, pages))));
  const changed = sum(turned.flat().map((bodies) => changedIn(bodies, pages)));
  if (changed <= CHANGED_LIMIT * looked) return null;
  return `answers something else under load than when it is asked alone: ${formatCount(changed)} of the ${formatCount(looked)} bodies that were looked into (${percent(changed / looked)})`;
}

/** Numbers alone make no other page: how many connections it has, or for how many minutes it runs, a server may tell. */
function otherThan({ counts }: Bodies, pages: ReadonlySet<string>): string[] {
  return Object.keys(counts).filter((body) => !pages.has(shapeOf(body)));
}

/** Whether the last slice in which it says something else says what the first such slice did; of one nobody knows. */
function stands(others: readonly (readonly string[])[]): boolean {
  const [first, ...more] = others.filter((bodies) => bodies.length > 0);
  const last = more.at(-1) ?? [];
  return first?.some((body) => last.includes(body)) ?? false;
}

/** What was not looked into is taken for a page, of which JSON has many spellings, unless something else was found. */
function changedIn({ counts, others }: Bodies, pages: ReadonlySet<string>): number {
  const changed = sum(otherThan({ counts, others }, pages).map((body) => counts[body] ?? 0));
  return changed === 0 ? 0 : changed + others;
}

function nothingNew(slices: readonly Bodies[]): string | null {
  const looked = slices.filter((bodies) => countOf(bodies) >= FEWEST_ALIKE);
  const alike = looked.flatMap((bodies) => onlyBodyOf(bodies) ?? []);
  // Once may be the tick of a clock.
  const again = alike.filter((body, index) => alike.indexOf(body) !== index || alike.lastIndexOf(body) !== index);
  if (again.length === 0) return null;
  return `answers the same again and again under load, and something new each time when it is asked alone: in ${again.length} of ${looked.length} slices`;
}

function countOf({ counts, others }: Bodies): number {
  return others + sum(Object.values(counts));
}

/** Null where there are several. */
function onlyBodyOf({ counts, others }: Bodies): string | null {
  const [only = null, ...more] = Object.keys(counts);
  return others === 0 && more.length === 0 ? only : null;
}
