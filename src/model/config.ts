import type { Metric } from './comparison.js';
import type { ComposeSpec, ContainerSpec, ServiceSpec } from './container.js';
import type { ErrorLimit } from './error-limit.js';
import type { BaseRequest, GatePolicy, GateThreshold } from './gate.js';
import type { LaunchCommands, LaunchSettings, OwnLaunch, ScanPoint } from './launch.js';
import type { ArrivalPlan, EngineName, Loops, TlsOptions } from './load-profile.js';
import type { MeasuringMode } from './plan.js';
import type { Preset } from './preset.js';
import type { RequestSource } from './request-source.js';
import type { Expectation, RequestSpec, Scenario, StatusRange } from './scenario.js';
import type { Revision, WorkerCount } from './target.js';
import type { Threshold } from './threshold.js';

/** Names a config file is looked for under, the first found wins. */
export const CONFIG_FILE_NAMES = [
  'perfcmp.config.json',
  'perfcmp.config.ts',
  'perfcmp.config.mts',
  'perfcmp.config.js',
  'perfcmp.config.mjs',
  'perfcmp.config.cjs',
] as const;

/** A target as it was asked for, before anyone looked whether it exists. */
export type TargetRequest =
  | { readonly kind: 'url'; readonly label: string | null; readonly url: string; readonly scan?: ScanPoint }
  | ({ readonly kind: 'docker'; readonly label: string | null; readonly scan?: ScanPoint } & ContainerSpec)
  | ({ readonly kind: 'compose'; readonly label: string | null; readonly scan?: ScanPoint } & ComposeSpec)
  | ({ readonly kind: 'service'; readonly label: string | null; readonly scan?: ScanPoint } & ServiceSpec)
  /** One bare word: a known target, or a command found on PATH. */
  | {
      readonly kind: 'word';
      readonly label: string | null;
      readonly word: string;
      readonly env: Readonly<Record<string, string>>;
      /** What its part of a config file says of its start; absent: nothing. */
      readonly launch?: OwnLaunch;
      /** Which combination of parameters it stands for; absent: none. */
      readonly scan?: ScanPoint;
    }
  | {
      readonly kind: 'command';
      readonly label: string | null;
      readonly command: string;
      readonly env: Readonly<Record<string, string>>;
      readonly launch?: OwnLaunch;
      readonly scan?: ScanPoint;
      /** Where it runs, where perfcmp checked something out for it; absent: where the user is. */
      readonly checkout?: { readonly cwd: string; readonly revision: Revision };
    };

export const REPORT_FORMATS = [
  'text',
  'wrk',
  'json',
  'markdown',
  'html',
  'csv',
  'ndjson',
  'hgrm',
  'hdr',
  'autocannon',
  'junit',
  'github-summary',
  'github-benchmark-bigger',
  'github-benchmark-smaller',
  'bencher',
  'benchstat',
  'openmetrics',
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface OutputFile {
  readonly format: ReportFormat;
  readonly path: string;
}

export interface OutputConfig {
  /** What goes to stdout. */
  readonly format: ReportFormat;
  readonly files: readonly OutputFile[];
  readonly quiet: boolean;
  /** Whether the CI system that perfcmp runs in is told of the result; absent: yes. */
  readonly ci?: boolean;
}

export interface GeneratorConfig {
  readonly connections: number;
  /** By a flag or the environment: then they are those of scenarios, too, that have a number of their own. */
  readonly isConnectionsAsked?: boolean;
  readonly pipelining: number;
  readonly threads: number;
  readonly engine: EngineName | 'auto';
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly requestsPerConnection: number | null;
}

/** `run` after flags, environment, file and defaults have been merged and checked: nothing after it reads a flag. */
export interface RunConfig {
  /** What a preset says beyond the options it stands for; null: there is none. */
  readonly preset: Preset | null;
  readonly targets: readonly TargetRequest[];
  /** Folders of the user's that hold targets, as they were written. */
  readonly targetsDirs: readonly string[];
  /** Builds anew what has been built. */
  readonly rebuild: boolean;
  /** Label or name; null: express if it takes part, else the first. */
  readonly baseline: string | null;
  /** Names; null: the default of the targets' kind. */
  readonly scenarios: readonly string[] | null;
  /** From the config file; they join the built-in ones. */
  readonly ownScenarios: readonly Scenario[];
  /** For targets outside the contract. Null path: the URL's own, else `/`. */
  readonly request: Omit<RequestSpec, 'path'> & { readonly path: string | null };
  readonly expectStatus: readonly StatusRange[];
  /** Readiness path of command targets; null: one that they are asked, see `session/readiness-path`. */
  readonly healthPath: string | null;
  readonly readyTimeoutMs: number;
  /** Variables, folders and commands of the servers that perfcmp starts; absent: nobody said anything. */
  readonly launching?: LaunchSettings;
  readonly generator: GeneratorConfig;
  /** Without `stopping` all that there are. */
  readonly launches: number;
  /** Null: its length is settled beforehand. */
  readonly stopping: AdaptiveLength | null;
  readonly blocks: number;
  /** Where slices have to be long, so few blocks will do; equal to `blocks` when these were asked for. */
  readonly fewestBlocks: number;
  readonly sliceMs: number | null;
  /** Measured load a cell over all launches; sets `blocks` where given. */
  readonly durationMs: number | null;
  readonly warmupMs: number;
  /** So the targets' own needs have no say. */
  readonly isWarmupAsked: boolean;
  /** As much of these as they get at most; null: all they need. */
  readonly ownWarmupMs: number | null;
  /** Of every server, each on a core; native: its own default on all cores. */
  readonly workers: WorkerCount;
  /** Generator and servers on cores of their own. */
  readonly pin: boolean;
  readonly mode: MeasuringMode | 'auto';
  readonly loops: Loops;
  readonly quick: boolean;
  /** Null: drawn and printed. */
  readonly seed: number | null;
  readonly margins: Readonly<Partial<Record<Metric, number>>>;
  /** Only what would be measured is told. */
  readonly dryRun: boolean;
  readonly output: OutputConfig;
}

/** What ends a run that has no settled length. */
export interface AdaptiveLength {
  /** Of the whole run; null: it may take as long as its launches. */
  readonly budgetMs: number | null;
  /** Smallest difference that it should be able to call, as a share; null: its verdicts decide. */
  readonly resolution: number | null;
  /** Null: as many as the budget has room for. */
  readonly mostLaunches: number | null;
}

/** `calibrate` after everything has been merged and checked. */
export interface CalibrateConfig {
  /** As of a run that has its target twice. */
  readonly run: RunConfig;
  /** Another launch is started only if it is likely to end within this. */
  readonly budgetMs: number;
}

/** `gate` after everything has been merged and checked. */
export interface GateConfig {
  /** What is measured; its launches are the gate's to say. */
  readonly run: RunConfig;
  /** Where the two targets come from; null: they are there. */
  readonly base: BaseRequest | null;
  /** A stored run that the candidates are held against: its id, `last`, or a report in a file; null: the baseline. */
  readonly against: string | null;
  /** The first that speaks of a scenario and metric wins. */
  readonly thresholds: readonly GateThreshold[];
  readonly policy: GatePolicy;
  /** Launches after which it may end, ascending. */
  readonly looks: readonly number[];
  /** Of the launches up to the last look; null: as long as they take. */
  readonly budgetMs: number | null;
}

/** When `load` stops: after a time, or after exactly so many requests. */
export type StopRule =
  | { readonly kind: 'duration'; readonly durationMs: number }
  | { readonly kind: 'count'; readonly requests: number };

/** The server that `load` starts for itself, loads and stops. */
export interface ServerStart {
  /** Run without a shell; `{port}` and `{host}` are replaced. */
  readonly command: readonly [string, ...string[]];
  /** False: it must listen where the URL says. */
  readonly choosesPort: boolean;
  /** A path that answers 2xx or 3xx when it is ready. */
  readonly healthPath: string;
  readonly readyTimeoutMs: number;
  /** Absent: nothing beside the command. */
  readonly launch?: ServerLaunch;
}

/** How the server of a load is started beside its command. */
export interface ServerLaunch {
  readonly env: Readonly<Record<string, string>>;
  /** Null: the present folder. */
  readonly cwd: string | null;
  /** Null: nothing before and after it. */
  readonly around: LaunchCommands | null;
}

/** Load that is left out of the result: so long, none with 0, or until throughput is steady. */
export type LoadWarmup =
  | { readonly kind: 'time'; readonly durationMs: number }
  | { readonly kind: 'steady'; readonly mostMs: number };

/** `load` after everything has been merged and checked. */
export interface LoadConfig {
  /** Without its port where the server is started on one that perfcmp chooses. */
  readonly url: string;
  /** Null: it runs already. */
  readonly server: ServerStart | null;
  readonly requests: RequestSource;
  /** What the report calls the requests: a path, a file, a scenario. */
  readonly name: string;
  /** What the user should hear before the load, such as what was left out of a recording. */
  readonly notes: readonly string[];
  readonly expect: Expectation;
  readonly generator: GeneratorConfig;
  /** Pause between an answer and the next request; null: none, and always none with `rate`. */
  readonly think: { readonly minMs: number; readonly maxMs: number } | null;
  /** Null: a closed loop. */
  readonly rate: { readonly arrivals: ArrivalPlan; readonly maxConnections: number } | null;
  readonly tls: TlsOptions | null;
  /** Where to connect instead of where the URL says; Host and SNI stay. */
  readonly connectTo: { readonly host: string; readonly port: number } | null;
  readonly stop: StopRule;
  readonly warmup: LoadWarmup;
  /** Of random placeholders and `poisson` arrivals. */
  readonly seed: number;
  readonly maxErrors: ErrorLimit | null;
  readonly thresholds: readonly Threshold[];
  /** wrk's Latency Distribution block. */
  readonly latency: boolean;
  /** Send one request, show it and its answer, measure nothing. */
  readonly dryRun: boolean;
  readonly store: boolean;
  readonly output: OutputConfig;
}
