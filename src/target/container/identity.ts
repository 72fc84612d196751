import { createHash } from 'node:crypto';
import type { ProgramIdentity } from '../../model/resume.js';
import type { ComposeTarget, ContainerTarget } from '../../model/target.js';
import { imageNames, readComposeModel } from './compose-file.js';
import { startedWith } from './compose-model.js';
import { inspectImage } from './image.js';

/** What of a program's identity containers have. */
export type ContainerIdentity = Pick<ProgramIdentity, 'images' | 'services'>;

/** What containers are run from; nothing where the engine, or compose, cannot tell. */
export async function containerIdentity(target: ContainerTarget | ComposeTarget): Promise<ContainerIdentity> {
  if (target.kind === 'docker') return { images: await idsOf(target.name, [target.image]) };
  try {
    // A name that stays: it is part of what compose resolves.
    const model = await readComposeModel(target, 'perfcmp-images');
    const started = startedWith(model, target.service).map((name) => [name, model.services[name]]);
    return {
      images: await idsOf(target.name, imageNames(target, model)),
      services: createHash('sha256').update(JSON.stringify(started)).digest('hex'),
    };
  } catch {
    // Whoever starts it is told what is wrong.
    return {};
  }
}

/** A name stays when what it stands for is fetched or built anew; null where there is none of that name. */
async function idsOf(name: string, images: readonly string[]): Promise<Record<string, string | null>> {
  const ids = images.map(async (image) => {
    const facts = await inspectImage({ name, image }).catch(() => null);
    return [image, facts?.id ?? null] as const;
  });
  return Object.fromEntries(await Promise.all(ids));
}
