/** A service as compose resolves it, as far as it matters here; all else is kept as it is. */
export interface ComposeService {
  readonly image?: string | null;
  readonly build?: unknown;
  readonly ports?:
    | readonly { readonly target?: number; readonly protocol?: string; readonly [other: string]: unknown }[]
    | null;
  readonly expose?: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string | null>> | null;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly deploy?: Readonly<Record<string, unknown>> | null;
  readonly [other: string]: unknown;
}

/** What `compose config --format json` prints. */
export interface ComposeModel {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: ComposeResources | null;
  readonly networks?: ComposeResources | null;
  readonly [other: string]: unknown;
}

/** Volumes or networks by the names that services call them; what is external belongs to somebody else. */
type ComposeResources = Readonly<
  Record<string, { readonly external?: unknown; readonly [other: string]: unknown } | null>
>;

/** Where and as what the services are to run. */
export interface ComposePlace {
  readonly project: string;
  /** What every container carries, so that it is known as perfcmp's. */
  readonly marks?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly env: Readonly<Record<string, string>>;
  };
  /** How the measured service runs; absent: it does not, it is only fetched. */
  readonly run?: {
    readonly port: number;
    /** On loopback. */
    readonly hostPort: number;
    readonly env: Readonly<Record<string, string>>;
    /** Null: all cores. */
    readonly cpuList: string | null;
  };
}

/** TCP ports that a service publishes, else those that it exposes, ascending. */
export function portsOf({ ports, expose }: ComposeService): number[] {
  const published = (ports ?? []).flatMap(({ target, protocol = 'tcp' }) =>
    target !== undefined && protocol === 'tcp' ? [target] : [],
  );
  const exposed = (expose ?? []).flatMap((port) => /^(\d+)(?:\/tcp)?$/.exec(String(port))?.[1] ?? []).map(Number);
  const those = published.length > 0 ? published : exposed;
  return [...new Set(those)].sort((left, right) => left - right);
}

/** Names of the services that come up with one: itself, and all that it depends on. */
export function startedWith({ services }: ComposeModel, measured: string): string[] {
  const names = new Set([measured]);
  // A Set hands out what is added while it is walked.
  for (const name of names) {
    for (const other of dependenciesOf(services[name])) if (Object.hasOwn(services, other)) names.add(other);
  }
  return [...names].sort();
}

function dependenciesOf(service: ComposeService | undefined): string[] {
  const others = service?.depends_on;
  if (Array.isArray(others)) return others.map(String);
  return typeof others === 'object' && others !== null ? Object.keys(others) : [];
}

/**
 * The same services as a project of perfcmp's: only the measured one is published, on loopback, and nothing has a name or a
 * port that what runs already could hold. That goes for volumes, too: they are removed with the project.
 */
export function adaptServices(
  model: ComposeModel,
  measured: string,
  place: ComposePlace & { readonly images: string },
): ComposeModel {
  const services = Object.entries(model.services).map(([name, service]) => {
    // What is named starts whatever its profile, and what it depends on has to, too.
    const { container_name: _name, ports: _ports, profiles: _profiles, ...rest } = service;
    const common: ComposeService = {
      ...rest,
      ...(isBuilt(service) && !service.image && { image: `${place.images}-${name}` }),
      labels: { ...service.labels, ...escaped(place.marks?.labels ?? {}) },
      environment: { ...service.environment, ...escaped(place.marks?.env ?? {}) },
    };
    return [name, name === measured ? measuredService(common, place.run) : common] as const;
  });
  const { project } = place;
  return {
    ...model,
    name: project,
    services: Object.fromEntries(services),
    ...(model.volumes && { volumes: renamed(model.volumes, project) }),
    ...(model.networks && { networks: renamed(model.networks, project) }),
  };
}

/** A file may give any name, such as that of the volume that the shop's real data is in. */
function renamed(resources: ComposeResources, project: string): ComposeResources {
  const entries = Object.entries(resources).map(([key, resource]) => {
    const isExternal = Boolean(resource?.external);
    return [key, isExternal ? resource : { ...resource, name: `${project}_${key}` }] as const;
  });
  return Object.fromEntries(entries);
}

function isBuilt({ build }: ComposeService): boolean {
  return build !== undefined && build !== null;
}

/** One container that dies when it dies, seen by whoever started it. */
function measuredService(service: ComposeService, run: ComposePlace['run']): ComposeService {
  if (run === undefined) return service;
  const { restart: _restart, scale: _scale, deploy, ...rest } = service;
  const { port, hostPort, env, cpuList } = run;
  return {
    ...rest,
    attach: true,
    ports: [{ mode: 'ingress', host_ip: '127.0.0.1', target: port, published: String(hostPort), protocol: 'tcp' }],
    environment: { ...service.environment, ...escaped(env) },
    ...(deploy && { deploy: { ...deploy, replicas: 1, restart_policy: { condition: 'none' } } }),
    ...(cpuList !== null && { cpuset: cpuList }),
  } as ComposeService;
}

/** Compose reads a dollar as the beginning of a variable. */
function escaped(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]));
}
