import type { ContainerTarget, WorkerCount } from '../../model/target.js';
import { placeFiller } from '../start-command.js';

/** What the caller has settled for one container. */
export interface ContainerSettings {
  readonly container: string;
  readonly labels: Readonly<Record<string, string>>;
  /** On this machine. */
  readonly hostPort: number;
  /** Inside; the same as `hostPort` in the network of this machine. */
  readonly port: number;
  /** Of the instance; it wins over the target's. */
  readonly env: Readonly<Record<string, string>>;
  readonly workers: WorkerCount;
  /** `0` or `0-3`; null: all cores. */
  readonly cpuList: string | null;
}

/** What a container is told: `{port}`, `{host}` and `{workers}` replaced, PORT, HOST and PERFCMP_WORKERS set unless the target sets them. */
export function containerEnvironment(
  target: Pick<ContainerTarget, 'env' | 'network'>,
  settings: Pick<ContainerSettings, 'port' | 'env' | 'workers'>,
): Record<string, string> {
  const { port, env, workers } = settings;
  const own = { ...target.env, ...env };
  const fill = filler(target, settings);
  return {
    HOST: hostInside(target),
    PORT: String(port),
    ...(workers === 'native' ? {} : { PERFCMP_WORKERS: String(workers) }),
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, fill(value)])),
  };
}

/** How the engine's program is called. */
export interface EngineCall {
  readonly args: readonly string[];
  /** Of the program itself, which finds the values there of variables that `args` only name. */
  readonly env: Readonly<Record<string, string>>;
}

// What docker, podman or the runtime of Go take from their own environment. A mark among it would make the engine's program
// a process of the server.
const OF_ENGINE = [
  /^(PATH|HOME|TMPDIR|NOTIFY_SOCKET|DBUS_SESSION_BUS_ADDRESS|REGISTRY_AUTH_FILE)$/,
  /^(PERFCMP|DOCKER|COMPOSE|BUILDX|BUILDKIT|_?CONTAINERS?|PODMAN|STORAGE|LD|XDG|LISTEN)_/,
  /^GO(DEBUG|GC|MAXPROCS|MEMLIMIT|TRACEBACK)$/,
  /_proxy$/i,
];

/** Everybody may read a command line, and the values of variables may be secrets: the program is told them by its environment. */
function isToldApart(name: string): boolean {
  // podman takes others, such as those with a star, for patterns.
  return /^[A-Za-z_]\w*$/.test(name) && !OF_ENGINE.some((pattern) => pattern.test(name));
}

/** A call of `docker run` in the foreground: the program prints what the container prints, and ends when it ends. */
export function runCall(target: ContainerTarget, settings: ContainerSettings): EngineCall {
  const variables = Object.entries(containerEnvironment(target, settings));
  const words = variables.map(([name, value]) => (isToldApart(name) ? name : `${name}=${value}`));
  return {
    args: runArguments(target, settings, words),
    env: Object.fromEntries(variables.filter(([name]) => isToldApart(name))),
  };
}

function runArguments(target: ContainerTarget, settings: ContainerSettings, variables: readonly string[]): string[] {
  const { container, labels, hostPort, port, cpuList } = settings;
  return [
    // Fetched before; a health check of its own would be somebody's work in somebody's slice.
    ...['run', '--rm', '--init', '--pull', 'never', '--no-healthcheck'],
    // Read from the program: kept by the engine as well, a chatty server would write it twice.
    ...['--sig-proxy=false', '--log-driver', 'none'],
    ...['--name', container, ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`])],
    ...(target.network === 'host' ? ['--network', 'host'] : ['--publish', `127.0.0.1:${hostPort}:${port}`]),
    ...(cpuList === null ? [] : ['--cpuset-cpus', cpuList]),
    ...limits(target),
    ...variables.flatMap((word) => ['--env', word]),
    target.image,
    ...target.args.map(filler(target, settings)),
  ];
}

/** The words that people would run it with. */
export function shownRun(program: string, target: ContainerTarget, settings: ContainerSettings): string[] {
  const { image, args, network } = target;
  const networking = network === 'host' ? ['--network', 'host'] : ['--publish', String(settings.port)];
  return [program, 'run', ...networking, ...limits(target), image, ...args.map(filler(target, settings))];
}

function limits({ cpus, memory }: ContainerTarget): string[] {
  return [...(cpus === null ? [] : ['--cpus', String(cpus)]), ...(memory === null ? [] : ['--memory', memory])];
}

function filler(
  target: Pick<ContainerTarget, 'network'>,
  { port, workers }: Pick<ContainerSettings, 'port' | 'workers'>,
): (text: string) => string {
  return placeFiller({ host: hostInside(target), port, workers });
}

/** A published port leads to the container's own address, not to its loopback. */
function hostInside({ network }: Pick<ContainerTarget, 'network'>): string {
  return network === 'host' ? '127.0.0.1' : '0.0.0.0';
}
