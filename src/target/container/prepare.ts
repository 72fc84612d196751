import { join } from 'node:path';
import { TargetError } from '../../errors.js';
import type { ComposeTarget, ContainerTarget } from '../../model/target.js';
import { cacheRoot } from '../build-cache.js';
import { type BuildEvent, runSteps, type ShownStep } from '../run-steps.js';
import { buildsAnything, readComposeModel, withComposeFile } from './compose-file.js';
import { engineMessage, engineProgram } from './engine.js';
import { inspectImage, portInside } from './image.js';

/** Images may be gigabytes, and a build may compile for minutes. */
const TIMEOUT_MS = 30 * 60_000;
// An attestation holds the time of its build: where the engine keeps them with the image (containerd's store), one that
// came from the cache as a whole would have another id each time, and no run of it could be resumed.
const SAME_AGAIN = { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };

/** Who follows the fetching, and what ends it early. */
export interface PrepareOptions {
  readonly onEvent: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** Makes sure that the image of a container is here, and that its port is known; a TargetError says what is missing. */
export async function prepareImage(target: ContainerTarget, options: PrepareOptions): Promise<void> {
  const { name, image, pull } = target;
  const before = pull === 'always' ? null : await inspectImage(target);
  if (before === null && pull === 'never') {
    throw new TargetError('image-missing', name, `target "${name}": image "${image}" is not here`, {
      hint: `its pull policy is never: ${engineProgram()} pull ${image}, or build it`,
    });
  }
  if (before === null) {
    await runImageSteps(name, [{ command: [engineProgram(), 'pull', image] }], '/', options).catch((error: unknown) => {
      throw error instanceof TargetError ? notFetched(`image "${image}"`, error) : error;
    });
  }
  const here = before ?? (await inspectImage(target));
  if (here === null) throw new TargetError('image-missing', name, `target "${name}": image "${image}" is not here`);
  portInside(target, here);
}

/** Fetches and builds the images of a service and of what it depends on; a TargetError says what is wrong with any. */
export async function prepareComposed(target: ComposeTarget, options: PrepareOptions): Promise<void> {
  const { name, service, cwd } = target;
  const project = 'perfcmp-images';
  const model = await readComposeModel(target, project);
  await withComposeFile(target, model, { project }, async (compose) => {
    const command = [engineProgram(), ...compose];
    const shown = `${engineProgram()} compose`;
    const steps: ShownStep[] = [
      {
        command: [...command, 'pull', '--ignore-buildable', '--include-deps', '--policy', 'missing', service],
        shown: `${shown} pull ${service}`,
      },
    ];
    if (buildsAnything(model)) {
      const build = [...command, 'build', '--with-dependencies', service];
      steps.push({ command: build, env: SAME_AGAIN, shown: `${shown} build ${service}` });
    }
    await runImageSteps(name, steps, cwd, options).catch((error: unknown) => {
      throw error instanceof TargetError ? notFetched(`service "${service}"`, error) : error;
    });
  });
}

function runImageSteps(
  target: string,
  steps: readonly ShownStep[],
  cwd: string,
  { onEvent, signal }: PrepareOptions,
): Promise<void> {
  const logFile = join(cacheRoot(process.env), 'images', `${target.replace(/[^\w.-]+/g, '-')}.log`);
  const limits = { timeoutMs: TIMEOUT_MS, timeoutName: 'the longest an image may take' };
  return runSteps({ target, steps, cwd, ...limits, logFile, shownLogFile: logFile, onEvent, signal });
}

/** What a pull or a build says last is why it failed. */
function notFetched(what: string, { code, target, hint, logTail, message, cause }: TargetError): TargetError {
  const said = engineMessage(logTail.filter((line) => !line.startsWith('$ ')).join('\n'));
  const why = said === '' ? message.replace(`target "${target}": `, '') : said;
  const advice = /denied|not exist|not found|unknown/i.test(why) ? 'is its name right, and may you fetch it?' : null;
  return new TargetError(code, target, `target "${target}": ${what} could not be fetched: ${why}`, {
    hint: [advice, hint].filter((part) => part !== null).join(' ') || undefined,
    logTail,
    cause,
  });
}
