import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TargetError } from '../../errors.js';
import type { ComposeTarget } from '../../model/target.js';
import { suggestion } from '../../units/nearest.js';
import { createDataFolder } from '../data-folder.js';
import { adaptServices, type ComposeModel, type ComposePlace, portsOf, startedWith } from './compose-model.js';
import { askEngine } from './engine.js';
import { onlyPort } from './image.js';
import { jsonValues } from './inspect.js';

/** What compose makes of its files, everything in them resolved, as for a project of this name. */
export async function readComposeModel(target: ComposeTarget, project: string): Promise<ComposeModel> {
  const { name, service, files, cwd } = target;
  const named = files.flatMap((file) => ['--file', file]);
  // All profiles: a service that is named is meant, whatever profile it has.
  const args = ['compose', '--project-name', project, '--profile', '*', ...named, 'config', '--format', 'json'];
  const { ok, stdout, message } = await askEngine(args, { cwd });
  if (!ok) {
    throw new TargetError('compose-unreadable', name, `target "${name}": compose cannot read its file: ${message}`, {
      hint: files.length === 0 ? 'is there a compose.yaml here? composeFile in the config names another' : undefined,
    });
  }
  const model = asModel(stdout);
  const services = Object.keys(model?.services ?? {});
  if (model === null || !services.includes(service)) {
    throw new TargetError('service-unknown', name, `target "${name}": the compose file has no service "${service}"`, {
      hint: suggestion(service, services, `it has ${services.join(', ') || 'none'}`),
    });
  }
  return model;
}

function asModel(stdout: string): ComposeModel | null {
  const [value] = jsonValues(stdout);
  return typeof value === 'object' && value !== null && 'services' in value ? (value as ComposeModel) : null;
}

/** The port that a service listens on inside, published or exposed by its file. */
export function portOfService({ name, service, port }: ComposeTarget, model: ComposeModel): number {
  if (port !== null) return port;
  const ports = portsOf(model.services[service] ?? {});
  return onlyPort(ports, name, {
    none: {
      message: `service "${service}" neither publishes nor exposes a port`,
      hint: `say where it listens: compose:${service}@3000`,
    },
    several: {
      message: `service "${service}" has ports ${ports.join(', ')}`,
      hint: `say which is to be measured: compose:${service}@${ports[0]}`,
    },
  });
}

/** Whether any service is built from a folder. */
export function buildsAnything({ services }: ComposeModel): boolean {
  return Object.values(services).some(({ build }) => build !== undefined && build !== null);
}

/** A compose file of our own, and how compose is called with it. */
export interface OwnComposeFile {
  /** Words before the command of compose. */
  readonly compose: readonly string[];
  readonly remove: () => void;
}

/** Writes what compose is to run: the same services, as a project beside whatever runs of them already. */
export function writeComposeFile(target: ComposeTarget, model: ComposeModel, place: ComposePlace): OwnComposeFile {
  const folder = createDataFolder(undefined);
  const file = join(folder.path, 'compose.json');
  writeFileSync(file, JSON.stringify(adaptServices(model, target.service, { ...place, images: imagesOf(target) })));
  const { cwd } = target;
  const compose = ['compose', '--project-name', place.project, '--project-directory', cwd, '--file', file];
  return { compose, remove: folder.remove };
}

/** The same for as long as `use` takes. */
export async function withComposeFile(
  target: ComposeTarget,
  model: ComposeModel,
  place: ComposePlace,
  use: (compose: readonly string[]) => Promise<void>,
): Promise<void> {
  const own = writeComposeFile(target, model, place);
  try {
    await use(own.compose);
  } finally {
    own.remove();
  }
}

/** What the images of a service and of all that it depends on are called here. */
export function imageNames(target: ComposeTarget, model: ComposeModel): string[] {
  const { services } = adaptServices(model, target.service, { project: '', images: imagesOf(target) });
  return startedWith(model, target.service).flatMap((name) => services[name]?.image || []);
}

/** What is built once is found again by every project: images are called after the files, not after the project. */
function imagesOf({ cwd, files }: ComposeTarget): string {
  return `perfcmp-${createHash('sha256')
    .update([cwd, ...files].join('\0'))
    .digest('hex')
    .slice(0, 8)}`;
}
