// Options of commands as they were typed; what a config file says is in user-config.ts, and what both come to in src/model/config.ts.

/** Options that `run` and `load` share, as typed: text, lists for what may be repeated, switches. */
export interface SharedFlags {
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
  readonly input?: string;
  readonly header?: readonly string[];
  readonly expectStatus?: string;
  readonly connections?: string;
  readonly pipelining?: string;
  readonly threads?: string;
  readonly timeout?: string;
  readonly connectTimeout?: string;
  readonly engine?: string;
  readonly duration?: string;
  readonly warmup?: string;
  readonly config?: string;
  readonly format?: string;
  readonly output?: readonly string[];
  readonly quiet?: boolean;
  readonly printConfig?: boolean;
}

/** What everybody shares who knows targets by name, as typed. */
export interface TargetFlags {
  readonly targetsDir?: readonly string[];
  readonly rebuild?: boolean;
  readonly config?: string;
}

/** What says how servers are started, as typed. */
export interface LaunchFlags {
  readonly env?: readonly string[];
  readonly cwd?: readonly string[];
  readonly prepare?: readonly string[];
  readonly cleanup?: readonly string[];
  readonly prepareTimeout?: string;
}

/** Parameters of a scan as typed, name and values in one: `T=1,2,4`, `T=1:8`. */
export interface ParameterFlags {
  readonly parameterList?: readonly string[];
  readonly parameterScan?: readonly string[];
  readonly parameterStep?: string;
}

/** The options of `run` as typed. */
export interface RunFlags extends SharedFlags, TargetFlags, LaunchFlags, ParameterFlags {
  readonly preset?: string;
  readonly targets?: string;
  readonly baseline?: string;
  readonly scenario?: readonly string[];
  readonly health?: string;
  readonly readyTimeout?: string;
  readonly launches?: string;
  readonly budget?: string;
  readonly resolve?: string;
  readonly blocks?: string;
  readonly slice?: string;
  readonly seed?: string;
  readonly quick?: boolean;
  readonly mode?: string;
  readonly loop?: string;
  readonly rate?: string;
  readonly arrivals?: string;
  readonly workers?: string;
  readonly pin?: boolean;
  readonly margin?: readonly string[];
  readonly dryRun?: boolean;
  /** Id of the run that goes on, or `last`. */
  readonly resume?: string;
  readonly ci?: boolean;
}

/** What says whom `run` compares, in which loops, for how long and for whom: a calibration has none of it. */
type ComparisonFlag =
  | 'preset'
  | 'targets'
  | 'baseline'
  | 'launches'
  | 'resolve'
  | 'quick'
  | 'dryRun'
  | 'output'
  | 'duration'
  | 'loop'
  | 'rate'
  | 'arrivals'
  | 'printConfig'
  | 'ci'
  | 'resume'
  | Exclude<keyof ParameterFlags, 'parameterList'>;

/** The options of `calibrate` as typed. */
export type CalibrateFlags = Omit<RunFlags, ComparisonFlag>;

/** Options of `run` that a gate has none of: it judges by its own rules, and no rough look. */
type JudgedFlag = 'preset' | 'launches' | 'quick' | 'margin' | 'resume';

/** The options of `gate` as typed. */
export interface GateFlags extends Omit<RunFlags, JudgedFlag> {
  readonly allow?: readonly string[];
  readonly threshold?: readonly string[];
  readonly onInconclusive?: string;
  readonly onInvalid?: string;
  /** False for `--no-confirm`. */
  readonly confirm?: boolean;
  readonly looks?: string;
  readonly budget?: string;
  readonly base?: string;
  readonly against?: string;
  readonly start?: string;
  readonly build?: readonly string[];
  readonly folder?: string;
  /** Refused with their reasons. */
  readonly quick?: boolean;
  readonly resume?: string;
}

/** The options of `load` as typed. */
export interface LoadFlags extends SharedFlags, LaunchFlags {
  readonly health?: string;
  readonly readyTimeout?: string;
  readonly requests?: string;
  readonly think?: string;
  /** False for `--no-keepalive`. */
  readonly keepalive?: boolean;
  readonly reconnectEvery?: string;
  readonly rate?: string;
  readonly arrivals?: string;
  readonly stages?: string;
  readonly maxConnections?: string;
  readonly seed?: string;
  readonly request?: readonly string[];
  readonly form?: readonly string[];
  readonly data?: string;
  readonly targetsFile?: string;
  readonly har?: string;
  readonly hook?: string;
  readonly expectHeader?: readonly string[];
  readonly expectBody?: string;
  readonly expectContains?: readonly string[];
  readonly expectJson?: readonly string[];
  readonly expectSize?: string;
  readonly maxErrors?: string;
  readonly bail?: boolean;
  readonly threshold?: readonly string[];
  readonly http2?: boolean;
  readonly connectTo?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly sni?: string;
  readonly insecure?: boolean;
  readonly latency?: boolean;
  readonly dryRun?: boolean;
  readonly store?: boolean;
  /** wrk's Lua script, which is refused with a way out. */
  readonly script?: string;
}

/** Options of `load` that say when requests are sent, when that ends and what is judged: a search does so itself. */
type PaceFlag =
  | 'duration'
  | 'requests'
  | 'warmup'
  | 'think'
  | 'rate'
  | 'stages'
  | 'maxErrors'
  | 'bail'
  | 'threshold'
  | 'latency'
  | 'printConfig'
  | 'dryRun';

/** The options of `search` as typed. */
export interface SearchFlags extends Omit<LoadFlags, PaceFlag> {
  readonly objective?: readonly string[];
  readonly step?: string;
  readonly resolve?: string;
  readonly sweep?: string;
}
