import type { ComposeSpec, ContainerSpec, ServiceSpec } from './container.js';
import type { Endpoint } from './load-profile.js';

/** Runs to its end before a target is first started: `npm ci`, `cargo build`. */
export interface BuildStep {
  readonly command: readonly string[];
}

/** A tool a target cannot do without, found on PATH. */
export interface RequiredTool {
  readonly name: string;
  /** Dotted version, or null for any. */
  readonly minVersion: string | null;
  /** What to install, shown when it is missing. */
  readonly hint: string | null;
}

/** `target.json` once it has been validated and every default filled in. */
export interface TargetManifest {
  readonly name: string;
  readonly title: string;
  /** Absolute folder of target.json. */
  readonly folder: string;
  /** Files and folders outside `folder` that belong to the target, absolute; hashed and copied with it. */
  readonly sources: readonly string[];
  readonly build: readonly BuildStep[];
  /** Longest time of each step. */
  readonly buildTimeoutMs: number;
  /** Folders within `folder` that steps make and from which the next build of this target starts, such as cargo's `target`. */
  readonly reuse: readonly string[];
  /** argv; `{port}`, `{host}` and `{workers}` are replaced. */
  readonly start: readonly string[];
  /** Replaced likewise. What names `{workers}` is left out where the framework's own default is wanted. */
  readonly env: Readonly<Record<string, string>>;
  readonly healthPath: string;
  readonly readyTimeoutMs: number;
  readonly requires: readonly RequiredTool[];
  /** Contract endpoints this target answers, by name, for example `json` or `benchmark`. */
  readonly implements: readonly string[];
  /** Those of `implements` that several workers answer as one server would; empty: it runs one worker only. */
  readonly severalWorkers: readonly string[];
  /** Where its runtime needs longer than others to become steady, as a JVM does; null: what the run says. */
  readonly warmup: { readonly minMs: number; readonly maxMs: number; readonly minCpuMs?: number | undefined } | null;
  readonly version: VersionSource;
  /** Null: an ordinary target. `ceiling`: measures the generator, never ranked unless named. */
  readonly role: 'ceiling' | null;
}

/** Where a target's version is read after its build. */
export type VersionSource =
  | { readonly kind: 'fixed'; readonly version: string }
  /** `version` of this package as installed in the built folder. */
  | { readonly kind: 'npm'; readonly package: string }
  /** What the only group of `pattern` matches in this file of the target: a lock file of cargo, go or pip, a pom. */
  | { readonly kind: 'file'; readonly path: string; readonly pattern: string }
  /** The runtime that runs it is all there is to tell: `node-http`. */
  | { readonly kind: 'runtime' };

/** How many workers every target runs: so many on as many cores, or each framework's own default on all. */
export type WorkerCount = number | 'native';

/** When a server that perfcmp starts counts as ready. */
export interface ReadinessSpec {
  /** A path that answers 2xx or 3xx when the server is ready. */
  readonly healthPath: string;
  readonly readyTimeoutMs: number;
}

/** A server that can be measured. */
export type Target =
  | { readonly kind: 'bundled'; readonly name: string; readonly title: string; readonly manifest: TargetManifest }
  | ({
      readonly kind: 'command';
      readonly name: string;
      /** Text is run by `sh -c`, words as they are; `{port}` and `{host}` are replaced, and PORT and HOST are set. */
      readonly command: string | readonly [string, ...string[]];
      readonly cwd: string;
      /** What lies in `cwd`, where perfcmp checked it out; absent: whatever is there. */
      readonly revision?: Revision;
      readonly env: Readonly<Record<string, string>>;
    } & ReadinessSpec)
  | { readonly kind: 'url'; readonly name: string; readonly url: string; readonly endpoint: Endpoint }
  | ContainerTarget
  | ComposeTarget
  | ServiceTarget;

/** A container that perfcmp runs. */
export interface ContainerTarget extends ContainerSpec, ReadinessSpec {
  readonly kind: 'docker';
  readonly name: string;
}

/** A service that perfcmp brings up in a compose project of its own. */
export interface ComposeTarget extends ComposeSpec, ReadinessSpec {
  readonly kind: 'compose';
  readonly name: string;
  /** Where compose files are looked for. */
  readonly cwd: string;
}

/** A server at a settled URL, that commands start and stop. */
export interface ServiceTarget extends ServiceSpec, ReadinessSpec {
  readonly kind: 'service';
  readonly name: string;
  readonly cwd: string;
  readonly endpoint: Endpoint;
}

/** A state of a git repository. */
export interface Revision {
  /** As it was asked for: `HEAD~1`, `origin/main`. */
  readonly ref: string;
  readonly commit: string;
  /** Two revisions with one tree and no changes have the same files. */
  readonly tree: string;
  /** Files that are not as the commit has them; 0: it is the commit itself. */
  readonly changedFiles: number;
}

/** `abc1234`, and `abc1234-dirty` with changes that are in no commit. */
export function revisionName({ commit, changedFiles }: Revision): string {
  return `${commit.slice(0, 7)}${changedFiles === 0 ? '' : '-dirty'}`;
}

/** What a target turned out to be once it ran; what the report shows of it. */
export interface TargetDescription {
  readonly name: string;
  readonly title: string;
  readonly kind: Target['kind'];
  readonly version: string | null;
  /** Absent where nothing was checked out. */
  readonly revision?: Revision;
  /** For example `node 20.20.2`; null where it cannot be known. */
  readonly runtime: string | null;
  /** As it was started, or null for a URL. */
  readonly command: string | null;
  readonly url: string | null;
  /** Of a parameter scan, by parameter; absent where there is none. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Where it was started, as it was written; absent: nobody said. */
  readonly cwd?: string;
  /** Run before each start, and after each end; absent: nothing. */
  readonly prepare?: string;
  readonly cleanup?: string;
}
