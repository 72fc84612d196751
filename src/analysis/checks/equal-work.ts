import type { ScenarioAnswer } from '../../model/contract.js';
import type { Warning } from '../../model/warning.js';
import { mean } from '../../stats/moments.js';
import { plural } from '../../units/words.js';
import type { RunFacts } from '../run-facts.js';
import { runWarning } from '../warnings.js';

const TOLERANCE = 0.05;

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
  /** Headers and body of those whose headers alone differ, and last of the baseline; empty where none do. */
  readonly sizes: readonly string[];
}

function compareScenario(facts: RunFacts, scenario: string): readonly ComparedScenario[] {
  const { baseline, targets } = facts.plan;
  const base = sideOf(facts, baseline, scenario);
  if (base === null) return [];
  const sides = targets.flatMap((target) => (target === baseline ? [] : (sideOf(facts, target, scenario) ?? [])));
  const warnings: Warning[] = [];
  const sizes: string[] = [];
  for (const side of sides) {
    const another = statuses(side, base) ?? kindsOfBody(side, base);
    const found = another ?? mediaTypes(side, base) ?? bodies(side, base);
    const { target } = side;
    // Another size, or another name for text, may be the very difference to be measured; an error or an empty page is not.
    const level = another === null ? 'warn' : 'invalid';
    if (found !== null)
      warnings.push(runWarning('answers-differ', level, `answers differ: ${found}`, { target, scenario }));
    else if (differ(wholeBytes(side), wholeBytes(base))) sizes.push(sizesOf(side));
  }
  return [{ scenario, warnings, sizes: sizes.length === 0 ? [] : [...sizes, sizesOf(base)] }];
}

/** Frameworks differ in headers by design and everywhere, so one scenario stands for all, and for information. */
function noteHeaders(compared: readonly ComparedScenario[]): Warning[] {
  const differing = compared.filter(({ sizes }) => sizes.length > 0);
  const [first] = differing;
  if (first === undefined) return [];
  const others = differing.length - 1;
  const more = others === 0 ? '' : ` (${first.scenario}; in ${plural(others, 'more scenario')}, too)`;
  const about = others === 0 ? { scenario: first.scenario } : {};
  return [runWarning('answers-differ', 'note', `answers differ: ${SIZES}${first.sizes.join(', ')}${more}`, about)];
}

/** The first launch stands for all: later ones ask the same. */
function sideOf({ answers }: RunFacts, target: string, scenario: string): Side | null {
  const own = answers
    .filter((event) => event.target === target)
    .map((event) => event.answers.filter((answer) => answer.scenario === scenario))
    .find((some) => some.length > 0);
  return own === undefined ? null : { target, answers: own };
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
