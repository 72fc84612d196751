import { assignments } from '../units/command-text.js';
import { shownVariables } from '../units/secret-texts.js';
import type { ResolvedTarget } from './resolve-targets.js';

/** The same thing named twice is compared with itself: `node app.js` and `node app.js #2`. */
export function nameApart(resolved: readonly ResolvedTarget[]): ResolvedTarget[] {
  const uses = new Map<string, number>();
  return withDifferingVariables(resolved).map((one) => {
    const use = (uses.get(one.target.name) ?? 0) + 1;
    uses.set(one.target.name, use);
    return use === 1 ? one : renamed(one, `${one.target.name} #${use}`);
  });
}

/**
 * Of what has one name, the variables that are not the same everywhere stand before it, without what lets somebody in:
 * `POOL=4 node app.js`.
 */
function withDifferingVariables(resolved: readonly ResolvedTarget[]): ResolvedTarget[] {
  return resolved.map((one) => {
    const { name } = one.target;
    const others = resolved.filter(({ target }) => target.name === name).map(variablesOf);
    const own = Object.entries(variablesOf(one)).filter(([key, value]) => others.some((env) => env[key] !== value));
    const words = assignments(shownVariables(Object.fromEntries(own)));
    return words.length === 0 ? one : renamed(one, [...words, name].join(' '));
  });
}

function variablesOf({ target, env }: ResolvedTarget): Readonly<Record<string, string>> {
  return target.kind === 'bundled' || target.kind === 'url' ? env : target.env;
}

function renamed(one: ResolvedTarget, name: string): ResolvedTarget {
  return { ...one, target: { ...one.target, name } };
}
