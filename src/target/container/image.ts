import { z } from 'zod';
import { TargetError } from '../../errors.js';
import type { ContainerTarget } from '../../model/target.js';
import { askEngine } from './engine.js';
import { jsonValues } from './inspect.js';

/** An image that is here. */
export interface ImageFacts {
  readonly id: string;
  /** What its label says, else the beginning of its id, by which images under one name are told apart. */
  readonly version: string;
  /** TCP ports that it exposes, ascending. */
  readonly ports: readonly number[];
}

const VERSION_LABEL = 'org.opencontainers.image.version';

const imageSchema = z.object({
  Id: z.string(),
  Config: z
    .object({
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
});

/** An image as the engine has it; null where it has none of that name. */
export async function inspectImage({
  name,
  image,
}: Pick<ContainerTarget, 'name' | 'image'>): Promise<ImageFacts | null> {
  const { ok, stdout, message } = await askEngine(['image', 'inspect', '--format', '{{json .}}', image]);
  if (ok) return parseImage(stdout);
  if (/no such|not known|not found/i.test(message)) return null;
  throw new TargetError('engine-failed', name, `target "${name}": image "${image}" cannot be looked at: ${message}`);
}

/** An image out of what `image inspect --format '{{json .}}'` prints; null for anything else. */
export function parseImage(stdout: string): ImageFacts | null {
  const parsed = imageSchema.safeParse(jsonValues(stdout)[0]);
  if (!parsed.success) return null;
  const { Id, Config } = parsed.data;
  const ports = Object.keys(Config?.ExposedPorts ?? {}).flatMap((port) => /^(\d+)(?:\/tcp)?$/.exec(port)?.[1] ?? []);
  return {
    id: Id,
    version: Config?.Labels?.[VERSION_LABEL] || Id.replace(/^sha256:/, '').slice(0, 12),
    ports: ports.map(Number).sort((left, right) => left - right),
  };
}

/** The port that the server listens on inside; null in the network of this machine, where perfcmp chooses one. */
export function portInside({ name, image, port, network }: ContainerTarget, { ports }: ImageFacts): number | null {
  if (port !== null) return port;
  if (network === 'host') return null;
  return onlyPort(ports, name, {
    none: { message: `image "${image}" exposes no port`, hint: `say where it listens: docker:${image}@3000` },
    several: {
      message: `image "${image}" exposes ports ${ports.join(', ')}`,
      hint: `say which is to be measured: docker:${image}@${ports[0]}`,
    },
  });
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

/** The port where there is exactly one; a TargetError with the words for what there is instead. */
export function onlyPort(
  ports: readonly number[],
  name: string,
  words: { readonly none: Words; readonly several: Words },
): number {
  const [first, ...others] = ports;
  if (first !== undefined && others.length === 0) return first;
  const { message, hint } = first === undefined ? words.none : words.several;
  throw new TargetError('port-unknown', name, `target "${name}": ${message}`, { hint });
}
