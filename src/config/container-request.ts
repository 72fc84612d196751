import type { TargetRequest } from '../model/config.js';
import { CONTAINER_NETWORKS, type ContainerSpec, PULL_POLICIES } from '../model/container.js';
import { accept, choice, type Parsed, reject, wholeNumber } from './parsers.js';
import { checkUrl } from './urls.js';
import type { UserTarget } from './user-config.js';

type Environment = Readonly<Record<string, string>>;
type PartsOfTarget = Exclude<UserTarget, string>;

// docker:IMAGE[@PORT] [words]   compose:SERVICE[@PORT]
const CONTAINER = /^(docker|compose):(\S*)(?:\s+([\s\S]*))?$/;
// As loose as it may be without being taken for an option: docker itself knows what is a reference.
const IMAGE = /^[a-z0-9][\w./:-]*(@[a-z0-9]+:[0-9a-f]+)?$/i;
const SERVICE = /^[a-z0-9][\w.-]*$/i;
const MEMORY = /^\d+[bkmg]?$/i;
const HIGHEST_PORT = 65_535;

const DEFAULTS = { args: [], cpus: null, memory: null, pull: 'missing', network: 'bridge' } as const;

/** What `docker:` or `compose:` stands for, with label and variables taken off; null for everything else. */
export function containerRequest(text: string, label: string | null, env: Environment): Parsed<TargetRequest> | null {
  const [, scheme, place = '', rest = ''] = CONTAINER.exec(text) ?? [];
  if (scheme === undefined) return null;
  const [, name = place, portText] = /^(.*)@(\d+)$/.exec(place) ?? [];
  const port = portText === undefined ? accept(null) : checkPort(portText);
  if (!port.ok) return port;
  if (scheme === 'compose') {
    if (rest !== '') return reject(`takes no command: "${text}"`, 'the compose file says what a service runs');
    return composeRequest({ service: name, port: port.value, files: [], env }, label);
  }
  const args = splitWords(rest);
  if (args === null) return reject(`has a quote without its end: "${text}"`);
  return imageRequest({ ...DEFAULTS, image: name, port: port.value, args, env }, label);
}

/** Which of a target's parts belong to which other part. */
const BELONGS: Partial<Record<keyof PartsOfTarget, readonly (keyof PartsOfTarget)[]>> = {
  port: ['image', 'service'],
  args: ['image'],
  cpus: ['image'],
  memory: ['image'],
  pull: ['image'],
  network: ['image'],
  composeFile: ['service'],
  start: ['url'],
  stop: ['url'],
  cwd: ['command', 'name'],
  prepare: ['command', 'name'],
  cleanup: ['command', 'name'],
};

/** A target of the config file that is a container, a service, or a URL with its commands; null for every other. */
export function userContainerRequest(target: PartsOfTarget): Parsed<TargetRequest> | null {
  for (const [part, owners] of Object.entries(BELONGS) as [keyof PartsOfTarget, readonly (keyof PartsOfTarget)[]][]) {
    if (target[part] === undefined || owners.some((owner) => target[owner] !== undefined)) continue;
    return reject(`has "${part}" without ${owners.map((owner) => `"${owner}"`).join(' or ')}, which it is part of`);
  }
  const { label = null, env = {}, image, service, url, start, stop } = target;
  const port = target.port === undefined ? accept(null) : checkPort(String(target.port));
  if (!port.ok) return port;
  if (image !== undefined) {
    const limits = readLimits(target);
    return limits.ok ? imageRequest({ image, port: port.value, env, ...limits.value }, label) : limits;
  }
  if (service !== undefined) {
    const { composeFile: files = [] } = target;
    return composeRequest({ service, port: port.value, files: [files].flat(), env }, label);
  }
  if (url === undefined || (start === undefined && stop === undefined)) return null;
  if (start === undefined) return reject('has "stop" without "start"', 'what was not started is not stopped either');
  const checked = checkUrl(url);
  return checked.ok
    ? accept({ kind: 'service', label, url: checked.value, start, stop: stop ?? null, env: { ...env } })
    : checked;
}

function readLimits(target: PartsOfTarget): Parsed<Omit<ContainerSpec, 'image' | 'port' | 'env'>> {
  const { args = [], cpus, memory } = target;
  const pull = choice(PULL_POLICIES)(target.pull ?? DEFAULTS.pull);
  if (!pull.ok) return reject(`"pull" ${pull.message}`, pull.hint);
  const network = choice(CONTAINER_NETWORKS)(target.network ?? DEFAULTS.network);
  if (!network.ok) return reject(`"network" ${network.message}`, network.hint);
  if (cpus !== undefined && !(cpus > 0)) return reject(`"cpus" must be above 0, got ${cpus}`);
  if (memory !== undefined && !MEMORY.test(memory)) {
    return reject(`"memory" must be a size, got "${memory}"`, 'write it like 512m or 2g');
  }
  return accept({ args, cpus: cpus ?? null, memory: memory ?? null, pull: pull.value, network: network.value });
}

function imageRequest(spec: ContainerSpec, label: string | null): Parsed<TargetRequest> {
  if (!IMAGE.test(spec.image)) {
    const what = spec.image === '' ? 'names no image' : `names no image: "${spec.image}"`;
    return reject(what, 'write it like docker:nginx:alpine, or docker:my-app@3000 with the port inside');
  }
  return accept({ kind: 'docker', label, ...spec });
}

function composeRequest(
  spec: Omit<Extract<TargetRequest, { kind: 'compose' }>, 'kind' | 'label'>,
  label: string | null,
): Parsed<TargetRequest> {
  if (SERVICE.test(spec.service)) return accept({ kind: 'compose', label, ...spec });
  const what = spec.service === '' ? 'names no service' : `names no service: "${spec.service}"`;
  return reject(what, 'write it like compose:web, or compose:web@3000 with the port inside');
}

function checkPort(text: string): Parsed<number> {
  const port = wholeNumber(1, HIGHEST_PORT)(text);
  return port.ok ? port : reject(`the port inside ${port.message}`);
}

/** Words as a shell makes them of plain text and quotes; nothing is expanded. Null where a quote has no end. */
function splitWords(text: string): string[] | null {
  if (/['"]/.test(text.replace(/'[^']*'|"[^"]*"/g, ''))) return null;
  const words = text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}
