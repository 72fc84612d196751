import { resolveLoad } from './config/resolve-load.js';
import { resolveRun } from './config/resolve-run.js';
import type { ConfigEnv, UserConfig, UserConfigExport, UserLoad } from './config/user-config.js';
import type { RunEvent } from './model/events.js';
import type { SessionIo, SessionResult } from './session/io.js';

export type {
  ConfigEnv,
  UserConfig,
  UserConfigExport,
  UserLoad,
  UserRequest,
  UserScenario,
  UserTarget,
} from './config/user-config.js';
export type { Comparison, Metric, Verdict } from './model/comparison.js';
export type { RunEvent } from './model/events.js';
export type { Hook, HookAnswer, HookContext, HookRequest } from './model/hook.js';
export type { Measurement } from './model/measurement.js';
export type { Report } from './model/report.js';
export type { Warning } from './model/warning.js';
export type { SessionResult } from './session/io.js';

/** What a caller may want to hear and to stop. */
export interface ExperimentOptions {
  /** Ends the run early; what was measured is still reported. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  readonly cwd?: string;
}

/** Gives a config file's content its type, be it a config, a promise of one or a function; returns it unchanged. */
export function defineConfig(config: UserConfig): UserConfig;
export function defineConfig(config: Promise<UserConfig>): Promise<UserConfig>;
export function defineConfig(config: (env: ConfigEnv) => UserConfig | Promise<UserConfig>): typeof config;
export function defineConfig(config: UserConfigExport): UserConfigExport {
  return config;
}

/** What `perfcmp run` does with this config file, without flags, environment or output. */
export async function runExperiment(config: UserConfig, options: ExperimentOptions = {}): Promise<SessionResult> {
  const resolved = resolveRun({ positionals: [], flags: {}, file: config, env: {} });
  const { runComparison } = await import('./session/run.js');
  return runComparison(resolved, sessionIo(options));
}

/** What `perfcmp load` does with this part of a config file. */
export async function loadTest(load: UserLoad, options: ExperimentOptions = {}): Promise<SessionResult> {
  const resolved = resolveLoad({ positionals: [], flags: {}, file: { load }, env: {} });
  const { runLoad } = await import('./session/load.js');
  return runLoad(resolved, sessionIo(options));
}

function sessionIo({ signal, onEvent, cwd }: ExperimentOptions): SessionIo {
  return {
    argv: [],
    cwd: cwd ?? process.cwd(),
    signal: signal ?? new AbortController().signal,
    onEvent: onEvent ?? (() => undefined),
  };
}
