import { diagnose } from '../machine/doctor/judge.js';
import { readClock, readCoreFacts } from '../machine/doctor/read-cores.js';
import { readFolder } from '../machine/doctor/read-folder.js';
import { readLimits, readMemory } from '../machine/doctor/read-limits.js';
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
  readonly watchMs?: number;
}

/** Looks at this machine and says whether it is fit to measure. */
export async function examineMachine({ cwd, env, signal, watchMs = WATCH_MS }: DoctorIo): Promise<Diagnosis> {
  const { os: name, kernel, cpuModel, container, node } = await readEnvironment();
  // First: they are programs, too, and must not be found busy.
  const { manifests } = await openCatalog([], cwd);
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

/** Each tool once for all targets; of two that ask for different versions the one that is not content. */
async function readTools(manifests: readonly TargetManifest[]): Promise<ToolFact[]> {
  const wanted = manifests.flatMap(({ name, requires }) => requires.map((tool) => ({ tool, target: name })));
  const distinct = new Map<string, RequiredTool>(
    wanted.map(({ tool }) => [`${tool.name} ${tool.minVersion ?? ''}`, tool]),
  );
  const tools = [...distinct.values()];
  const checks = await checkTools(tools);
  const all = checks.map(({ name, found, problem }, index): ToolFact => {
    const tool = tools[index];
    const neededBy = wanted.flatMap((one) =>
      one.tool.name === name && one.tool.minVersion === tool?.minVersion ? one.target : [],
    );
    return { name, version: found, problem, hint: tool?.hint ?? null, neededBy: [...new Set(neededBy)] };
  });
  return all
    .filter(({ name, problem }, index) => {
      const sameName = all.filter((other) => other.name === name);
      return problem === null
        ? sameName.every((other) => other.problem === null) && all.indexOf(sameName[0]!) === index
        : true;
    })
    .sort((left, right) => left.name.localeCompare(right.name));
}
