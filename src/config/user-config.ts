import type { Metric } from '../model/comparison.js';
import type { ReportFormat } from '../model/config.js';
import type { GateReaction } from '../model/gate.js';
import type { Json } from '../model/json.js';
import type { ArrivalSpacing, EngineName } from '../model/load-profile.js';
import type { MeasuringMode } from '../model/plan.js';

/** A number, or text with a suffix: `10k`, `30s`, `5%`. A bare number of a duration is seconds. */
export type Quantity = number | string;

/** One of these names, which editors offer; a config may come from a file, so any text is checked when it is read. */
export type Named<Name extends string> = Name | (string & Record<never, never>);

/** A target in a config file: as on the command line, or in its parts. */
export type UserTarget =
  | string
  | {
      /** Shown in the report instead of the name. */
      readonly label?: string | undefined;
      /** Exactly one of the five. */
      readonly name?: string | undefined;
      readonly command?: string | undefined;
      readonly url?: string | undefined;
      /** Run as a container. */
      readonly image?: string | undefined;
      /** Of a compose file. */
      readonly service?: string | undefined;
      readonly env?: Readonly<Record<string, string>> | undefined;
      /** With `command`: where it is run; left out: the present folder. */
      readonly cwd?: string | undefined;
      /** With `command` or `name`: lines for a shell, run before each start and after each end. */
      readonly prepare?: string | undefined;
      readonly cleanup?: string | undefined;
      /** With `image` or `service`: that the server listens on inside. */
      readonly port?: number | undefined;
      /** With `image`: words instead of the image's own command. */
      readonly args?: readonly string[] | undefined;
      /** With `image`: limits as docker takes them, such as `1.5` and `512m`. */
      readonly cpus?: number | undefined;
      readonly memory?: string | undefined;
      /** With `image`: `missing`, `always` or `never`. */
      readonly pull?: string | undefined;
      /** With `image`: `bridge` or `host`. */
      readonly network?: string | undefined;
      /** With `service`: left out, what compose finds in the present folder. */
      readonly composeFile?: string | readonly string[] | undefined;
      /** With `url`: shell commands that start its server for each launch, and stop it. */
      readonly start?: string | undefined;
      readonly stop?: string | undefined;
    };

/** How servers are started that perfcmp starts. */
export interface UserLaunch {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  readonly prepare?: string | undefined;
  readonly cleanup?: string | undefined;
  /** Longest time of `prepare` and of `cleanup`. */
  readonly prepareTimeout?: Quantity | undefined;
}

/** The values of a parameter: a list, or numbers from one to another. */
export type UserParameter =
  | readonly Quantity[]
  | { readonly from: number; readonly to: number; readonly step?: number | undefined };

/** One request in a config file. */
export interface UserRequest {
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Sent as JSON with its Content-Type. */
  readonly json?: Json | undefined;
}

/** One of several requests in a config file. */
export interface UserWeightedRequest extends UserRequest {
  /** Its share among them, a whole number; 1 if it is left out. */
  readonly weight?: Quantity | undefined;
  /** Instead of what the scenario expects of all. */
  readonly expect?: UserExpectation | undefined;
}

/** What must come back. Placeholders hold what the request was sent with. */
export interface UserExpectation {
  /** `200`, `"2xx"`, `"200-204"` or several with commas. */
  readonly status?: Quantity | undefined;
  readonly mediaType?: string | undefined;
  /** One of the three: the whole text, members of a JSON document, a length. */
  readonly text?: string | undefined;
  readonly json?: Json | undefined;
  readonly bytes?: number | undefined;
  /** `Name: value`, or `Name` for a header that has to be there. */
  readonly header?: string | readonly string[] | undefined;
  readonly contains?: string | readonly string[] | undefined;
  /** Values by their place in a JSON body: `{ "user.roles[0]": "admin" }`. */
  readonly paths?: Readonly<Record<string, Json>> | undefined;
  /** `27`, `"1k:2k"`. */
  readonly size?: Quantity | undefined;
}

/** A scenario of one's own: one request in place, or several that are sent in turn. */
export interface UserScenario extends UserRequest {
  readonly name: string;
  readonly requests?: readonly UserWeightedRequest[] | undefined;
  readonly expect?: UserExpectation | undefined;
  /** Variables that targets are started with. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** A CSV or NDJSON file whose columns are placeholders. */
  readonly data?: string | undefined;
  /** `zipf` or `zipf:1.2`: draws data rows, or without data the requests, instead of sending them in turn. */
  readonly distribution?: string | undefined;
  /** Unless -c says otherwise. */
  readonly connections?: Quantity | undefined;
  /** Written into the server's PERFCMP_DATA_DIR: so many bytes, or a text. */
  readonly files?: Readonly<Record<string, Quantity | { readonly text: string }>> | undefined;
  /** Sent once to each started server, with each data row. */
  readonly prepare?: readonly UserRequest[] | undefined;
}

/** What a config file may say for `run` and `load` alike; every key is the flag's name. */
export interface UserOptions {
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly input?: string | undefined;
  readonly expectStatus?: Quantity | undefined;
  readonly connections?: Quantity | undefined;
  readonly pipelining?: Quantity | undefined;
  readonly threads?: Quantity | undefined;
  readonly timeout?: Quantity | undefined;
  readonly connectTimeout?: Quantity | undefined;
  readonly engine?: Named<EngineName | 'auto'> | undefined;
  readonly duration?: Quantity | undefined;
  readonly warmup?: Quantity | undefined;
  readonly format?: Named<ReportFormat> | undefined;
  readonly output?: string | readonly string[] | undefined;
  readonly quiet?: boolean | undefined;
}

/** The `load` part of a config file. */
export interface UserLoad extends UserOptions, UserLaunch {
  readonly url?: string | undefined;
  /** Words of the command that starts the server; run without a shell, in the present folder. */
  readonly command?: readonly string[] | undefined;
  readonly health?: string | undefined;
  readonly readyTimeout?: Quantity | undefined;
  readonly requests?: Quantity | undefined;
  readonly think?: Quantity | undefined;
  readonly keepalive?: boolean | undefined;
  readonly reconnectEvery?: Quantity | undefined;
  readonly rate?: Quantity | undefined;
  readonly arrivals?: Named<ArrivalSpacing> | undefined;
  readonly stages?: string | undefined;
  readonly maxConnections?: Quantity | undefined;
  readonly seed?: Quantity | undefined;
  /** Several requests, each as `"[weight] METHOD path"`. */
  readonly request?: string | readonly string[] | undefined;
  /** Several requests and what must come back; instead of `path`, `method`, `headers` and `body`. */
  readonly scenario?: UserScenario | undefined;
  readonly form?: string | readonly string[] | undefined;
  readonly data?: string | undefined;
  readonly targetsFile?: string | undefined;
  readonly har?: string | undefined;
  readonly hook?: string | undefined;
  readonly expectHeader?: string | readonly string[] | undefined;
  readonly expectBody?: string | undefined;
  readonly expectContains?: string | readonly string[] | undefined;
  readonly expectJson?: string | readonly string[] | undefined;
  readonly expectSize?: Quantity | undefined;
  readonly maxErrors?: Quantity | undefined;
  readonly bail?: boolean | undefined;
  readonly threshold?: string | readonly string[] | undefined;
  readonly http2?: boolean | undefined;
  readonly connectTo?: string | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly sni?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly latency?: boolean | undefined;
  readonly store?: boolean | undefined;
}

/** A rule of a gate in a config file; exactly one of `maxRegression`, `max` and `min`. */
export interface UserThreshold {
  /** `*` for every one, as where it is left out. */
  readonly scenario?: string | undefined;
  readonly metric: Named<Metric>;
  readonly maxRegression?: Quantity | undefined;
  readonly max?: Quantity | undefined;
  readonly min?: Quantity | undefined;
  /** Left out: both. */
  readonly loop?: Named<'closed' | 'open'> | undefined;
  readonly severity?: Named<'error' | 'warn'> | undefined;
}

/** The `gate` part of a config file. */
export interface UserGate {
  /** A commit of this repository that what lies in the working tree is held against. */
  readonly base?: string | undefined;
  /** The command that starts the server of either, with variables before it. */
  readonly start?: string | undefined;
  /** Lines for a shell that build either; left out: `npm ci` where there is a lock file of npm. */
  readonly build?: string | readonly string[] | undefined;
  /** From the present folder to the one that both are built and started in. */
  readonly folder?: string | undefined;
  readonly baseline?: string | undefined;
  /** A stored run, `last`, or a report file, that the candidates are held against by their ratios to the baseline. */
  readonly against?: string | undefined;
  /** Labels or names of the targets that are judged; left out: all but the baseline. */
  readonly candidates?: readonly string[] | undefined;
  /** In parts, or as on the command line: `throughput=5%`, `json:latency.p99<25ms`. */
  readonly thresholds?: readonly (string | UserThreshold)[] | undefined;
  readonly onInconclusive?: Named<GateReaction> | undefined;
  readonly onInvalid?: Named<GateReaction> | undefined;
  readonly confirm?: boolean | undefined;
  readonly budget?: Quantity | undefined;
  readonly looks?: readonly number[] | Quantity | undefined;
}

/** A config file: the options of `run`, and those of `load` and `gate` under their own keys. */
export interface UserConfig extends UserOptions, UserLaunch {
  /** Where an editor finds what may stand in a JSON file. */
  readonly $schema?: string | undefined;
  /** Config files by a path from this one that begins with ./ or ../, presets or packages: all that this one does not say itself. */
  readonly extends?: string | readonly string[] | undefined;
  /** Name of a bundled preset, or a file that holds one; what else the file says wins over it. */
  readonly preset?: string | undefined;
  readonly targets?: readonly UserTarget[] | undefined;
  /** Values of `{NAME}` in targets, `env`, `cwd`, `prepare`, `cleanup` and `path`; each combination is a target, or of a path a scenario. */
  readonly parameters?: Readonly<Record<string, UserParameter>> | undefined;
  /** Folders that hold targets of your own. */
  readonly targetsDir?: string | readonly string[] | undefined;
  readonly baseline?: string | undefined;
  /** Names of built-in scenarios, or scenarios of one's own. */
  readonly scenarios?: readonly (string | UserScenario)[] | undefined;
  readonly health?: string | undefined;
  readonly readyTimeout?: Quantity | undefined;
  readonly launches?: Quantity | undefined;
  /** Time of the whole run, which ends by itself before that. */
  readonly budget?: Quantity | undefined;
  /** Smallest difference that it should be able to call, like `2%`. */
  readonly resolve?: Quantity | undefined;
  readonly blocks?: Quantity | undefined;
  readonly slice?: Quantity | undefined;
  readonly seed?: Quantity | undefined;
  readonly quick?: boolean | undefined;
  readonly mode?: Named<MeasuringMode | 'auto'> | undefined;
  readonly loop?: Named<'closed' | 'open' | 'both'> | undefined;
  /** Of open loops: `"50%,70%,90%"` of what the slowest target can do, or rates like `"2k"`. */
  readonly rate?: Quantity | undefined;
  readonly arrivals?: Named<ArrivalSpacing> | undefined;
  /** A number, or `native`. */
  readonly workers?: Quantity | undefined;
  readonly pin?: boolean | undefined;
  /** By metric: `{ "throughput": "2%" }`. */
  readonly margins?: Readonly<Record<string, Quantity>> | undefined;
  /** `false` tells GitHub Actions nothing, as `--no-ci` does. */
  readonly ci?: boolean | undefined;
  readonly load?: UserLoad | undefined;
  readonly gate?: UserGate | undefined;
}

/** What a config that is a function is told. */
export interface ConfigEnv {
  /** The command that was typed: `run`, `gate`, `load`. */
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a config file may export: a config, a promise of one, or a function that gives either. */
export type UserConfigExport =
  | UserConfig
  | Promise<UserConfig>
  | ((env: ConfigEnv) => UserConfig | Promise<UserConfig>);
