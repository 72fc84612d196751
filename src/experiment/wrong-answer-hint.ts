import type { AnswerProblem } from '../contract/quick-check.js';
import type { Target } from '../model/target.js';
import { findScenario } from '../scenario/builtin.js';

/** What to do about a target that answers wrongly, by what was asked of it and what of the answer is wrong. */
export function wrongAnswerHint(
  target: Target,
  { endpoint: scenario, wrong }: Pick<AnswerProblem, 'endpoint' | 'wrong'>,
  all: readonly Target[],
): string {
  const isBundled = target.kind === 'bundled';
  if (findScenario(scenario) !== undefined) {
    return isBundled
      ? `perfcmp verify ${target.manifest.name} shows every deviation`
      : `scenario "${scenario}" is part of the endpoint contract; with --path instead of scenarios any answer with a good status will do`;
  }
  // A scenario of the config file has a name, one of --path or a URL has its path.
  if (!scenario.startsWith('/'))
    return `the answer that scenario "${scenario}" wants is its "expect" in the config file`;
  if (isBundled && all.some(({ kind }) => kind !== 'bundled')) {
    return `beside commands and URLs it is asked ${scenario} as they are: choose a path that all of them have, such as --path /json`;
  }
  if (wrong === 'status') return 'choose another --path, or accept the status with --expect-status';
  return 'choose another --path';
}
