import type { TargetOptions } from '../config/target-options.js';
import { ConfigError, type Problem, type TargetError } from '../errors.js';
import type { BuildOutcome } from '../model/contract.js';
import type { TargetManifest } from '../model/target.js';
import { suggestion } from '../units/nearest.js';
import { buildAtOnce, type PoolResult } from './build-pool.js';
import { brokenWarnings, openCatalog } from './catalog.js';
import { interruptedBeforeStart } from './interrupted.js';
import type { SessionIo } from './io.js';
import { groupMembers } from './resolve-targets.js';

/** Builds targets ahead; without a name all that can be built here. One that fails keeps no other from being built. */
export async function buildTargets(
  words: readonly string[],
  { targetsDirs, rebuild }: TargetOptions,
  io: SessionIo,
): Promise<readonly BuildOutcome[]> {
  const { manifests, broken } = await openCatalog(targetsDirs, io.cwd);
  const asked = words.length === 0 ? ['all'] : words;
  const problems: Problem[] = [];
  const named = new Set<TargetManifest>();
  const chosen = new Set<TargetManifest>();
  for (const word of asked) {
    const own = manifests.find(({ name }) => name === word);
    const wrong = broken.find(({ names }) => names.includes(word));
    if (own !== undefined) named.add(own);
    if (own !== undefined) chosen.add(own);
    else if (word === 'all' || word === 'default') for (const one of groupMembers(word, manifests)) chosen.add(one);
    else problems.push(...(wrong?.problems ?? [unknownTarget(word, manifests, targetsDirs.length > 0)]));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  if (asked.includes('all')) for (const warning of brokenWarnings(broken)) io.onEvent(warning);
  const results = await buildAtOnce([...chosen], { rebuild, isNeeded: () => false }, io);
  if (io.signal.aborted) throw interruptedBeforeStart(io.signal);
  return [...chosen].flatMap((manifest) => {
    const result = results.get(manifest.folder);
    return result === undefined ? [] : [outcomeOf(manifest, result, named.has(manifest))];
  });
}

function outcomeOf({ name: target, build }: TargetManifest, result: PoolResult, isNamed: boolean): BuildOutcome {
  if ('error' in result) return failureOf(target, result.error, isNamed);
  if (build.length === 0) return { target, state: 'nothing-to-build' };
  if (result.built.fromCache) return { target, state: 'up-to-date' };
  return { target, state: 'built', seconds: result.elapsedMs / 1000 };
}

function failureOf(target: string, error: TargetError, isNamed: boolean): BuildOutcome {
  return {
    target,
    state: error.code === 'tool-missing' ? 'unavailable' : 'failed',
    reason: error.message.replace(`target "${target}": `, ''),
    hint: error.hint,
    logTail: error.logTail,
    isNamed,
  };
}

function unknownTarget(word: string, manifests: readonly TargetManifest[], hasOwnFolders: boolean): Problem {
  const names = ['all', 'default', ...manifests.map(({ name }) => name)];
  const own = hasOwnFolders ? '' : '; --targets-dir names a folder with targets of your own';
  const hint = suggestion(word, names, `perfcmp list shows the targets${own}`);
  return { where: `target "${word}"`, message: 'is no target that could be built', hint };
}
