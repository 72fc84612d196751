import type { ToolFact } from '../../model/doctor.js';
import type { RequiredTool } from '../../model/target.js';
import { compareVersions, type ToolCheck } from '../toolchain.js';

/** A tool with the target that requires it, and what was found of it. */
export interface RequiredCheck {
  readonly target: string;
  readonly tool: RequiredTool;
  readonly check: ToolCheck;
}

/** Each tool once for all targets; what is wrong with it for some of them is told apart from its being there for others. */
export function toolFacts(checks: readonly RequiredCheck[]): ToolFact[] {
  const facts = new Map<string, ToolFact>();
  // Who wants the newest comes last: what he says to install will do for all.
  const ascending = [...checks].sort((left, right) => compareVersions(leastOf(left), leastOf(right)));
  for (const { target, tool, check } of ascending) {
    const key = JSON.stringify([tool.name, check.problem]);
    const known = facts.get(key);
    facts.set(key, {
      name: tool.name,
      version: check.found,
      problem: check.problem,
      hint: tool.hint ?? known?.hint ?? null,
      neededBy: [...(known?.neededBy ?? []), target].sort(),
    });
  }
  return [...facts.values()].sort((left, right) => left.name.localeCompare(right.name));
}

function leastOf({ tool }: RequiredCheck): string {
  return tool.minVersion ?? '0';
}
