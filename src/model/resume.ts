import type { RunConfig } from './config.js';

/** What an interrupted run is resumed by, as it is stored beside its events until it is complete. */
export interface ResumeDocument {
  readonly schema: 'perfcmp/resume@1';
  readonly toolVersion: string;
  /** Absolute folder that commands run in. */
  readonly cwd: string;
  /** Null: it cannot be stored, for the reason that is told. */
  readonly config: RunConfig | null;
  readonly reason: string | null;
  /** By target what would run, as far as that can be told. */
  readonly programs: Readonly<Record<string, ProgramIdentity>>;
  /** What servers and generator inherit and run by; absent: nobody looked. */
  readonly inherited?: InheritedVariables;
}

/** Variables of perfcmp's own environment that change how programs run. Their values may be secrets and are not kept. */
export interface InheritedVariables {
  /** Mixed into each hash, as some values are soon guessed. */
  readonly salt: string;
  /** By name SHA-256 over the value; what is not set has none. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** What a target's program was made of; two that are equal are the same program as far as anybody can tell. */
export interface ProgramIdentity {
  /** Tree of the commit that lies in its folder; null: no repository. */
  readonly tree: string | null;
  /** SHA-256 over the files that git knows and that are not as in that commit; null as `tree`. */
  readonly changes: string | null;
  /** SHA-256 over the files that it is started from; null: a URL, or an image. */
  readonly files: string | null;
  /** Ids of the images that its containers are run from, by name, null: not here; absent: none, or nobody looked. */
  readonly images?: Readonly<Record<string, string | null>>;
  /** SHA-256 over what compose resolves its services to; absent: none, or nobody looked. */
  readonly services?: string;
}
