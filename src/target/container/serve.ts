import { setTimeout as delay } from 'node:timers/promises';
import { TargetError } from '../../errors.js';
import type { TargetDescription } from '../../model/target.js';
import type { CpuUser, Instance } from '../instance.js';
import type { ProcessExit } from '../process-group.js';
import type { AttachedContainers } from './attached.js';
import { type ContainerReadiness, waitForContainer } from './container-readiness.js';
import { engineProgram } from './engine.js';
import { type Freezer, findFreezer } from './freezer.js';
import { portHelpers } from './port-helpers.js';

/** An end that the program in the foreground sees before or after the engine does. */
const SEEN_WITHIN_MS = 1000;

/** What is known of a server in containers beside them. */
export interface ServeOptions {
  readonly description: TargetDescription;
  readonly spawnedMs: number;
  readonly isHttp2: boolean;
  /** False in the network of this machine, where nothing stands between. */
  readonly isPublished: boolean;
  /** What goes when all is over. */
  readonly cleanUp: () => void;
  readonly signal: AbortSignal;
}

/** Waits until a server in containers is ready; whatever comes of it, they are stopped and removed by `stop`. */
export async function serve(attached: AttachedContainers, options: ServeOptions): Promise<Instance> {
  let stopping: Promise<void> | null = null;
  const parts: { ready: ContainerReadiness | null; freezer: Freezer | null } = { ready: null, freezer: null };
  const stop = () => {
    stopping ??= stopAll(attached, parts, options);
    return stopping;
  };
  try {
    const ready = await waitForContainer(attached, options);
    parts.ready = ready;
    parts.freezer = await findFreezer(ready.containers, ready.use.cgroups);
    return createInstance({ attached, options, ready, freezer: parts.freezer, stop });
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

function createInstance(parts: {
  readonly attached: AttachedContainers;
  readonly options: ServeOptions;
  readonly ready: ContainerReadiness;
  readonly freezer: Freezer | null;
  readonly stop: () => Promise<void>;
}): Instance {
  const { attached, options, ready, freezer, stop } = parts;
  const { target, program, log, endpoint } = attached;
  const { use } = ready;
  let exit: ProcessExit | null = null;
  const exited = program.exited.then(async (ended) => {
    exit = ended;
    exit = await attached.endOf(ended);
    return exit;
  });
  return {
    target,
    endpoint,
    description: options.description,
    startupMs: ready.atMs - options.spawnedMs,
    firstResponseMs: ready.answer.durationMs,
    pid: use.pid,
    dataDir: null,
    exited,
    get exit() {
      return exit ?? program.exit;
    },
    cpuNs: () => use.cpuNs(),
    peakRssBytes: () => use.peakRssBytes(),
    cpuByProcess: () => use.cpuByProcess(),
    unseen: use.unseen,
    helpers: helpersOf(attached, options, ready),
    canFreeze: freezer !== null,
    freeze: () => freezer?.freeze(),
    thaw: () => thaw(attached, freezer),
    logTail: (lines) => log.tail(lines),
    stop,
  };
}

function helpersOf(
  { program, endpoint }: AttachedContainers,
  { isPublished }: ServeOptions,
  ready: ContainerReadiness,
) {
  const reader: CpuUser = { pid: program.pid, cpuNs: () => program.tree.cpuNs() || null };
  return isPublished ? [reader, ...portHelpers(endpoint.port, ready.use.pids())] : [reader];
}

async function thaw({ target, program }: AttachedContainers, freezer: Freezer | null): Promise<void> {
  const problem = (await freezer?.thaw()) ?? null;
  if (problem === null) return;
  // One that has ended cannot go on, and is told of by its end.
  await Promise.race([program.exited, delay(SEEN_WITHIN_MS)]);
  if (program.exit !== null) return;
  throw new TargetError('not-thawed', target.name, `target "${target.name}": cannot go on: ${problem}`);
}

async function stopAll(
  attached: AttachedContainers,
  { ready, freezer }: { readonly ready: ContainerReadiness | null; readonly freezer: Freezer | null },
  { cleanUp }: ServeOptions,
): Promise<void> {
  const { target, program } = attached;
  ready?.use.close();
  if (freezer?.isFrozen) await freezer.thaw();
  await attached.stop();
  if (!(await hasEnded(attached))) await attached.remove();
  // Only now: until here its watchdog would remove them, should perfcmp be killed.
  await program.stop();
  let left = await attached.find();
  // One that was just being made when it was asked to end may have come to be meanwhile.
  if (left.length > 0) {
    await attached.remove();
    left = await attached.find();
  }
  cleanUp();
  if (left.length === 0) return;
  const names = left.map(({ name }) => name).join(' ');
  throw new TargetError('not-stopped', target.name, `target "${target.name}": its container could not be removed`, {
    hint: `remove it by hand: ${engineProgram()} rm --force ${names}`,
  });
}

/** Whether the program in the foreground has seen the end. */
async function hasEnded({ program }: AttachedContainers): Promise<boolean> {
  await Promise.race([program.exited, delay(SEEN_WITHIN_MS)]);
  return program.exit !== null;
}
