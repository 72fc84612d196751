import type { ScenarioAnswer } from '../../model/contract.js';
import type { Warning } from '../../model/warning.js';
import { mean } from '../../stats/moments.js';
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
  const { baseline, scenarios, targets } = facts.plan;
  return scenarios.flatMap(({ name: scenario }) => {
    const base = sideOf(facts, baseline, scenario);
    if (base === null) return [];
    return targets.flatMap((target) => {
      const side = target === baseline ? null : sideOf(facts, target, scenario);
      if (side === null) return [];
      const found = statuses(side, base) ?? mediaTypes(side, base) ?? bodies(side, base) ?? headers(side, base);
      if (found === null) return [];
      const message = `answers differ: ${found.text}`;
      return [runWarning('answers-differ', found.level, message, { target, scenario })];
    });
  });
}

interface Difference {
  readonly level: 'note' | 'warn';
  readonly text: string;
}

/** The first launch stands for all: later ones ask the same. */
function sideOf({ answers }: RunFacts, target: string, scenario: string): Side | null {
  const own = answers
    .filter((event) => event.target === target)
    .map((event) => event.answers.filter((answer) => answer.scenario === scenario))
    .find((some) => some.length > 0);
  return own === undefined ? null : { target, answers: own };
}

function statuses(side: Side, base: Side): Difference | null {
  return firstDifferent(side, base, ({ status }) => `status ${status}`);
}

/** Without parameters: whether a charset is named costs bytes, and those are counted. */
function mediaTypes(side: Side, base: Side): Difference | null {
  return firstDifferent(side, base, ({ mediaType }) => {
    const [type = ''] = (mediaType ?? '').split(';', 1);
    return type.trim().toLowerCase() || 'no media type';
  });
}

function firstDifferent(side: Side, base: Side, wordsOf: (answer: ScenarioAnswer) => string): Difference | null {
  const index = side.answers.findIndex((answer, at) => {
    const other = base.answers[at];
    return other !== undefined && wordsOf(answer) !== wordsOf(other);
  });
  const [own, other] = [side.answers[index], base.answers[index]];
  if (own === undefined || other === undefined) return null;
  const text = `${side.target} ${wordsOf(own)}, ${base.target} ${wordsOf(other)}, to ${own.request}`;
  return { level: 'warn', text };
}

function bodies(side: Side, base: Side): Difference | null {
  const isFar = differ(bytesOf(side, 'bodyBytes'), bytesOf(base, 'bodyBytes'));
  return isFar ? { level: 'warn', text: `${sizes(side)}, ${sizes(base)}` } : null;
}

/** Frameworks differ in headers by design, so this is for information. */
function headers(side: Side, base: Side): Difference | null {
  const whole = (one: Side) => bytesOf(one, 'headerBytes') + bytesOf(one, 'bodyBytes');
  return differ(whole(side), whole(base)) ? { level: 'note', text: `${sizes(side)}, ${sizes(base)}` } : null;
}

/** Headers and body, as the mean of the requests. */
function sizes(side: Side): string {
  return `${side.target} ${Math.round(bytesOf(side, 'headerBytes'))} + ${Math.round(bytesOf(side, 'bodyBytes'))} bytes`;
}

function bytesOf({ answers }: Side, part: 'headerBytes' | 'bodyBytes'): number {
  return mean(answers.map((answer) => answer[part]));
}

function differ(one: number, other: number): boolean {
  return Math.abs(one - other) > TOLERANCE * Math.max(one, other);
}
