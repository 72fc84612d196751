/** When an image is fetched: where it is not here, before every run, or never. */
export const PULL_POLICIES = ['missing', 'always', 'never'] as const;
export type PullPolicy = (typeof PULL_POLICIES)[number];

/** `bridge`: a network of its own, its port published on loopback. `host`: the network of this machine. */
export const CONTAINER_NETWORKS = ['bridge', 'host'] as const;
export type ContainerNetwork = (typeof CONTAINER_NETWORKS)[number];

/** An image, and how one container of it is run. */
export interface ContainerSpec {
  readonly image: string;
  /** That the server listens on inside; null: the only one that the image exposes. */
  readonly port: number | null;
  /** Instead of the image's own command; `{port}`, `{host}` and `{workers}` are replaced. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Cores' worth of CPU time; null: no limit but the cores that every server is kept on. */
  readonly cpus: number | null;
  /** As docker takes it, `512m`; null: no limit. */
  readonly memory: string | null;
  readonly pull: PullPolicy;
  readonly network: ContainerNetwork;
}

/** A service of a compose file. */
export interface ComposeSpec {
  readonly service: string;
  /** That the service listens on inside; null: the only one that it publishes or exposes. */
  readonly port: number | null;
  /** As they were written; empty: what compose finds in the present folder. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A URL whose server commands start and stop. */
export interface ServiceSpec {
  readonly url: string;
  /** For a shell. It may end once the server runs, or stay with it. */
  readonly start: string;
  /** For a shell; null: what `start` left running is ended. */
  readonly stop: string | null;
  readonly env: Readonly<Record<string, string>>;
}

/** A container as people name it, and as it is called where it has no label: `docker:nginx:alpine`. */
export function containerName({ image, port, args }: Pick<ContainerSpec, 'image' | 'port' | 'args'>): string {
  return [`docker:${image}${portSuffix(port)}`, ...args].join(' ');
}

/** The same of a service: `compose:web`. */
export function composeName({ service, port }: Pick<ComposeSpec, 'service' | 'port'>): string {
  return `compose:${service}${portSuffix(port)}`;
}

function portSuffix(port: number | null): string {
  return port === null ? '' : `@${port}`;
}
