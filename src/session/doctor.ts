import { diagnose } from '../machine/doctor/judge.js';
import { readClock, readCoreFacts } from '../machine/doctor/read-cores.js';
import { readFolder } from '../machine/doctor/read-folder.js';
import { readLimits, readMemory } from '../machine/doctor/read-limits.js';
import { toolFacts } from '../machine/doctor/tool-facts.js';
import { watchActivity } from '../machine/doctor/watch.js';
import { readEnvironment } from '../machine/environment.js';
import { checkTools } from '../machine/toolchain.js';
import type { Diagnosis, ToolFact } from '../model/doctor.js';
import type { RequiredTool, TargetManifest } from '../model/target.js';
import { storeFolder } from '../store/store-folder.js';
import { cacheFolder } from '../target/build-cache.js';
import { openCatalog } from './catalog.js';

/** As long as it takes to see who is busy and how the speed wavers; perfcmp itself is nearly idle meanwhile. */
export const WATCH_MS = 2000;

/** Where perfcmp is asked, and when to stop. */
export interface DoctorIo {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Folders that hold targets of the user's, whose tools are looked for, too. */
  readonly targetsDirs?: readonly string[];
  readonly watchMs?: number;
}

/** Looks at this machine and says whether it is fit to measure. */
export async function examineMachine({
  cwd,
  env,
  signal,
  targetsDirs = [],
  watchMs = WATCH_MS,
}: DoctorIo): Promise<Diagnosis> {
  const { os: name, kernel, cpuModel, container, node } = await readEnvironment();
  // First: they are programs, too, and must not be found busy.
  const { manifests } = await openCatalog(targetsDirs, cwd);
  const tools = await readTools(manifests);
  return diagnose({
    system: { os: name, kernel, cpuModel, container },
    node,
    tools,
    cores: readCoreFacts(),
    activity: await watchActivity(watchMs, signal),
    limits: readLimits(),
    memory: readMemory(),
    clock: readClock(),
    folders: [await readFolder('builds', cacheFolder(env)), await readFolder('reports', storeFolder(cwd, env))],
  });
}

async function readTools(manifests: readonly TargetManifest[]): Promise<ToolFact[]> {
  const required = manifests.flatMap(({ name: target, requires }) => requires.map((tool) => ({ target, tool })));
  const keyOf = ({ name, minVersion }: RequiredTool): string => `${name} ${minVersion ?? ''}`;
  // Each is asked once for each version that somebody wants: asking starts a program.
  const distinct = [...new Map(required.map(({ tool }) => [keyOf(tool), tool])).values()];
  const checks = new Map((await checkTools(distinct)).map((check, index) => [keyOf(distinct[index]!), check]));
  return toolFacts(
    required.flatMap(({ target, tool }) => {
      const check = checks.get(keyOf(tool));
      return check === undefined ? [] : { target, tool, check };
    }),
  );
}
