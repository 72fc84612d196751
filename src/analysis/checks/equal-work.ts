import type { ScenarioAnswer } from '../../model/contract.js';
import type { Warning } from '../../model/warning.js';
import { mean } from '../../stats/moments.js';
import { plural } from '../../units/words.js';
import type { RunFacts } from '../run-facts.js';
import { runWarning } from '../warnings.js';

const TOLERANCE = 0.05;
/** More sizes than this are told by their ends. */
const MOST_SIZES = 4;

/** One target's answers to the requests of a scenario, in the order of the requests. */
interface Side {
  readonly target: string;
  readonly answers: readonly ScenarioAnswer[];
}

/** `answers-differ`: what was answered before anything was measured, each target beside the baseline. */
export function checkEqualWork(facts: RunFacts): Warning[] {
  const compared = facts.plan.scenarios.flatMap(({ name }) => compareScenario(facts, name));
  return [...compared.flatMap(({ warnings }) => warnings), ...noteHeaders(compared)];
}

interface ComparedScenario {
  readonly scenario: string;
  readonly warnings: readonly Warning[];
  /** Those whose headers alone differ, and last the baseline; empty where none do. */
  readonly differing: readonly Side[];
}

function compareScenario(facts: RunFacts, scenario: string): readonly ComparedScenario[] {
  const { baseline, targets } = facts.plan;
  const base = sideOf(facts, baseline, scenario);
  if (base === null) return [];
  const sides = targets.flatMap((target) => (target === baseline ? [] : (sideOf(facts, target, scenario) ?? [])));
  const warnings: Warning[] = [];
  const differing: Side[] = [];
  for (const side of sides) {
    const another = statuses(side, base) ?? kindsOfBody(side, base);
    const found = another ?? mediaTypes(side, base) ?? bodies(side, base) ?? contents(side, base);
    const { target } = side;
    // Another size, or another name for text, may be the very difference to be measured; an error or an empty page is not.
    const level = another === null ? 'warn' : 'invalid';
    if (found !== null)
      warnings.push(runWarning('answers-differ', level, `answers differ: ${found}`, { target, scenario }));
    else if (differ(wholeBytes(side), wholeBytes(base))) differing.push(side);
  }
  return [{ scenario, warnings, differing: differing.length === 0 ? [] : [...differing, base] }];
}

/** Frameworks differ in headers by design and everywhere, so one scenario stands for all, and for information. */
function noteHeaders(compared: readonly ComparedScenario[]): Warning[] {
  const affected = compared.filter(({ differing }) => differing.length > 0);
  const [first] = affected;
  if (first === undefined) return [];
  const others = affected.length - 1;
  const more = others === 0 ? '' : ` (${first.scenario}; in ${plural(others, 'more scenario')}, too)`;
  const about = others === 0 ? { scenario: first.scenario } : {};
  return [runWarning('answers-differ', 'note', `answers differ: ${SIZES}${sizesOfAll(first.differing)}${more}`, about)];
}

/** Of many the smallest and the largest. */
function sizesOfAll(sides: readonly Side[]): string {
  if (sides.length <= MOST_SIZES) return sides.map(sizesOf).join(', ');
  const ordered = sides.toSorted((a, b) => wholeBytes(a) - wholeBytes(b));
  const ends = [ordered[0], ordered.at(-1)].flatMap((side) => side ?? []).map(sizesOf);
  return `${sides.length} targets, from ${ends.join(' to ')}`;
}

/** The first launch stands for all: later ones ask the same. Only what all of them were told is what a server says. */
function sideOf({ answers }: RunFacts, target: string, scenario: string): Side | null {
  const launches = answers
    .filter((event) => event.target === target)
    .map((event) => event.answers.filter((answer) => answer.scenario === scenario))
    .filter((some) => some.length > 0);
  const [first] = launches;
  if (first === undefined) return null;
  const isKept = ({ bodyHash }: ScenarioAnswer, index: number): boolean =>
    launches.every((launch) => launch[index]?.bodyHash === bodyHash);
  return {
    target,
    answers: first.map((answer, index) => (isKept(answer, index) ? answer : { ...answer, bodyHash: null })),
  };
}

function statuses(side: Side, base: Side): string | null {
  return firstDifferent(side, base, ({ status }) => `status ${status}`);
}

/** Something against nothing, or JSON against text: not an answer to the same question. */
function kindsOfBody(side: Side, base: Side): string | null {
  return (
    firstDifferent(side, base, ({ bodyBytes }) => (bodyBytes === 0 ? 'no body' : 'a body')) ??
    firstDifferent(side, base, kindOfBody)
  );
}

/** Null where its media type names none. */
function kindOfBody({ mediaType }: ScenarioAnswer): string | null {
  if (mediaType === null) return null;
  if (/json/i.test(mediaType)) return 'JSON';
  if (/^text\/|xml|javascript/i.test(mediaType)) return 'text';
  return mediaType.split('/', 1)[0]?.toLowerCase() ?? null;
}

/** Without parameters: whether a charset is named costs bytes, and those are counted. */
function mediaTypes(side: Side, base: Side): string | null {
  return firstDifferent(side, base, ({ mediaType }) => {
    const [type = ''] = (mediaType ?? '').split(';', 1);
    return type.trim().toLowerCase() || 'no media type';
  });
}

/** Where both have words. */
function firstDifferent(side: Side, base: Side, wordsOf: (answer: ScenarioAnswer) => string | null): string | null {
  for (const [index, answer] of side.answers.entries()) {
    const other = base.answers[index];
    const words = [wordsOf(answer), other === undefined ? null : wordsOf(other)];
    if (words.includes(null) || words[0] === words[1]) continue;
    return `${side.target} ${words[0]}, ${base.target} ${words[1]}, to ${answer.request}`;
  }
  return null;
}

function bodies(side: Side, base: Side): string | null {
  return differ(bytesOf(side, 'bodyBytes'), bytesOf(base, 'bodyBytes'))
    ? `${SIZES}${sizesOf(side)}, ${sizesOf(base)}`
    : null;
}

/** What is about as long may still say something else; where nobody declared it, as in a scenario, this is all there is to tell. */
function contents(side: Side, base: Side): string | null {
  for (const [index, { bodyHash, bodyBytes, request }] of side.answers.entries()) {
    const other = base.answers[index];
    const isKnown = (bodyHash ?? null) !== null && (other?.bodyHash ?? null) !== null;
    if (other === undefined || !isKnown || bodyHash === other.bodyHash) continue;
    const whose =
      bodyBytes === other.bodyBytes
        ? `${bodyBytes} bytes of ${side.target} and ${base.target}`
        : `${side.target} (${bodyBytes} bytes) and ${base.target} (${other.bodyBytes} bytes)`;
    return `bodies of ${whose} say different things, to ${request}`;
  }
  return null;
}

/** What the two numbers of `sizesOf` are. */
const SIZES = 'headers + body of ';

/** Headers and body, as the mean of the requests. */
function sizesOf(side: Side): string {
  return `${side.target} ${Math.round(bytesOf(side, 'headerBytes'))} + ${Math.round(bytesOf(side, 'bodyBytes'))} bytes`;
}

function wholeBytes(side: Side): number {
  return bytesOf(side, 'headerBytes') + bytesOf(side, 'bodyBytes');
}

function bytesOf({ answers }: Side, part: 'headerBytes' | 'bodyBytes'): number {
  return mean(answers.map((answer) => answer[part]));
}

function differ(one: number, other: number): boolean {
  return Math.abs(one - other) > TOLERANCE * Math.max(one, other);
}
