import { RUN_DEFAULTS } from '../config/defaults.js';
import { requestName } from '../config/target-request.js';
import type { Problem } from '../errors.js';
import type { StartableTarget } from '../experiment/run-state.js';
import { findOnPath } from '../machine/toolchain.js';
import type { TargetRequest } from '../model/config.js';
import type { LaunchSettings } from '../model/launch.js';
import type { Revision, Target, TargetManifest } from '../model/target.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import type { BrokenTarget } from '../target/discover.js';
import { nearest } from '../units/nearest.js';
import { shownText } from '../units/secret-texts.js';
import { containerTarget } from './container-targets.js';
import { launchProblems, withLaunching } from './launch-settings.js';
import { nameApart } from './name-apart.js';

type Group = 'all' | 'default';

/** How commands are told from each other and when they count as ready. */
export interface CommandSettings {
  readonly cwd: string;
  /** What was checked out into it; absent: nothing. */
  readonly revision?: Revision;
  readonly healthPath: string;
  readonly readyTimeoutMs: number;
  /** What was said about the starts of all of them, or of some by their names; absent: nothing. */
  readonly launching?: LaunchSettings;
}

/** What is known of targets beside those that can be used. */
export interface CatalogNotes {
  /** Told with all their problems when they are named. */
  readonly broken?: readonly BrokenTarget[];
  /** Whether the user named a folder of targets of their own. */
  readonly hasOwnFolders?: boolean;
}

/** A target and whether the user named it: what a group stands for may be missing, what was named may not. */
export interface ResolvedTarget extends Omit<StartableTarget, 'built'> {
  readonly isNamed: boolean;
}

/** Finds what was asked for; what cannot be found joins the problems. */
export function resolveTargets(
  requests: readonly TargetRequest[],
  manifests: readonly TargetManifest[],
  settings: CommandSettings & CatalogNotes,
  problems: Problem[],
): ResolvedTarget[] {
  const resolved = requests.flatMap((request) =>
    resolveOne(request, manifests, settings, problems).map((one) => ({
      request,
      one: withLaunching(one, request, settings.launching, settings.cwd),
    })),
  );
  // What a target that is not there would have been told is told once, as a target.
  if (problems.length === 0) problems.push(...launchProblems(resolved, settings.launching));
  return nameApart(withoutRepeats(resolved.map(({ one }) => one)));
}

function resolveOne(
  request: TargetRequest,
  manifests: readonly TargetManifest[],
  settings: CommandSettings & CatalogNotes,
  problems: Problem[],
): ResolvedTarget[] {
  switch (request.kind) {
    case 'url': {
      const { endpoint } = parseEndpoint(request.url);
      const target: Target = { kind: 'url', name: requestName(request), url: request.url, endpoint };
      return [{ target, isNamed: true, env: {} }];
    }
    case 'docker':
    case 'compose':
    case 'service':
      return [{ target: containerTarget(request, settings), isNamed: true, env: {} }];
    case 'command':
      return [commandTarget(request.label, request.command, request.env, { ...settings, ...request.checkout })];
    case 'word': {
      if (isGroup(request)) {
        if (request.label !== null || Object.keys(request.env).length > 0) problems.push(adornedGroup(request.word));
        return groupOf(request.word, manifests);
      }
      const manifest = manifests.find((candidate) => candidate.name === request.word);
      if (manifest !== undefined) return [bundledTarget(manifest, request.label, request.env, true)];
      const broken = settings.broken?.find(({ names }) => names.includes(request.word));
      if (broken !== undefined) {
        problems.push(...broken.problems);
        return [];
      }
      if (findOnPath(request.word) !== null) {
        return [commandTarget(request.label, request.word, request.env, settings)];
      }
      problems.push(unknownWord(request.word, manifests, settings.hasOwnFolders));
      return [];
    }
  }
}

/** Whether a word stands for several targets. */
export function isGroup(request: TargetRequest): request is TargetRequest & { readonly kind: 'word'; word: Group } {
  return request.kind === 'word' && (request.word === 'all' || request.word === 'default');
}

/** Whether everything there is was asked for, so that what cannot take part is worth a word. */
export function asksForAll(request: TargetRequest): boolean {
  return isGroup(request) && request.word === 'all';
}

function isDefault({ name }: TargetManifest): boolean {
  return RUN_DEFAULTS.group.some((member) => member === name);
}

/** The targets that a word stands for. */
export function groupMembers(group: Group, manifests: readonly TargetManifest[]): TargetManifest[] {
  return manifests.filter((manifest) => (group === 'all' ? manifest.role === null : isDefault(manifest)));
}

function groupOf(group: Group, manifests: readonly TargetManifest[]): ResolvedTarget[] {
  return groupMembers(group, manifests).map((manifest) => bundledTarget(manifest, null, {}, false));
}

function adornedGroup(group: Group): Problem {
  return {
    where: `target "${group}"`,
    message: 'stands for several targets, so it takes neither a label nor variables',
    hint: 'give them to a target by its own name',
  };
}

function bundledTarget(
  manifest: TargetManifest,
  label: string | null,
  env: Readonly<Record<string, string>>,
  isNamed: boolean,
): ResolvedTarget {
  return {
    target: { kind: 'bundled', name: label ?? manifest.name, title: manifest.title, manifest },
    isNamed,
    env,
  };
}

function commandTarget(
  label: string | null,
  command: string,
  env: Readonly<Record<string, string>>,
  { cwd, revision, healthPath, readyTimeoutMs }: CommandSettings,
): ResolvedTarget {
  const where = { cwd, ...(revision && { revision }) };
  return {
    target: { kind: 'command', name: label ?? shownText(command), command, env, ...where, healthPath, readyTimeoutMs },
    isNamed: true,
    env: {},
  };
}

function unknownWord(word: string, manifests: readonly TargetManifest[], hasOwnFolders = false): Problem {
  const names = ['all', 'default', ...manifests.map((manifest) => manifest.name)];
  const close = nearest(word, names);
  const own = hasOwnFolders ? '' : '; --targets-dir names a folder with targets of your own';
  return {
    where: `target "${word}"`,
    message: 'is neither a known target nor a command on PATH',
    hint:
      close === null
        ? `perfcmp list shows the targets${own}; a command line is written in quotes: "node server.js"`
        : `did you mean ${close}? perfcmp list shows the targets`,
  };
}

// `run express --targets default` asks for express once, and what was named wins over what a group stands for.
function withoutRepeats(resolved: readonly ResolvedTarget[]): ResolvedTarget[] {
  return resolved.filter((one, index) => {
    if (one.isNamed) return true;
    return !resolved.some((other, at) => other.target.name === one.target.name && (other.isNamed || at < index));
  });
}
