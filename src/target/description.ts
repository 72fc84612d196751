import { revisionName, type TargetDescription } from '../model/target.js';
import type { BuiltTarget } from './build.js';
import type { Readiness } from './poll-answer.js';
import { jsonMember } from './readiness.js';
import type { StartableTarget, StartCommand } from './start-command.js';

/** What a started target turned out to be: a bundled one tells its version and runtime in its health answer. */
export function describeTarget(
  target: StartableTarget,
  start: StartCommand,
  ready: Readiness,
  built: BuiltTarget | null,
): TargetDescription {
  const isBundled = target.kind === 'bundled';
  const { body } = ready.answer;
  return {
    name: target.name,
    title: isBundled ? target.title : target.name,
    kind: target.kind,
    version: isBundled ? (jsonMember(body, 'version') ?? built?.version ?? null) : revisionOf(target),
    ...(target.kind === 'command' && target.revision && { revision: target.revision }),
    runtime: isBundled ? jsonMember(body, 'runtime') : null,
    command: start.shown,
    url: null,
  };
}

function revisionOf(target: StartableTarget): string | null {
  return target.kind === 'command' && target.revision ? revisionName(target.revision) : null;
}
