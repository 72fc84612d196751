import { EXIT, MeasurementError } from '../errors.js';
import { openFileLimit } from '../machine/open-files.js';
import { type LoadProfile, mostConnections, shareConnections } from '../model/load-profile.js';
import type { Cell, Plan } from '../model/plan.js';
import { sum } from '../stats/moments.js';

/** Beside its connections: what node, its threads and the report hold open. */
const OTHER_FILES = 64;
const OTHER_FILES_A_THREAD = 16;

/** Throws where the system will not let a load have as many connections as it is to have. */
export function checkOpenFiles(profile: LoadProfile, limit = openFileLimit()): void {
  const connections = mostConnections(profile);
  check({ connections, of: '', threads: profile.threads, limit, fewer: 'load over fewer connections' });
}

/** The same of a run: every target and scenario of a launch keeps its connections open all the time. */
export function checkOpenFilesOfRun({ instances, profiles }: Plan, limit = openFileLimit()): void {
  const connections = sum(instances.flatMap(({ cells }) => poolsOf(cells, profiles).map(mostConnections)));
  check({
    connections,
    of: ' of all targets and scenarios',
    threads: Math.max(0, ...profiles.map(({ threads }) => threads)),
    limit,
    fewer: 'compare fewer targets and scenarios at once, or over fewer connections',
  });
}

/** The profiles of a server's cells but for those that share the connections of another one of their scenario. */
function poolsOf(cells: readonly Cell[], profiles: readonly LoadProfile[]): LoadProfile[] {
  const loads = cells.flatMap(({ scenario, profile: name }) => {
    const profile = profiles.find((one) => one.name === name);
    return profile === undefined ? [] : [{ scenario, profile }];
  });
  return loads
    .filter(
      (load, index) =>
        loads.findIndex(
          (other) => other.scenario === load.scenario && shareConnections(other.profile, load.profile),
        ) === index,
    )
    .map(({ profile }) => profile);
}

function check(asked: {
  readonly connections: number;
  readonly of: string;
  readonly threads: number;
  readonly limit: number | null;
  readonly fewer: string;
}): void {
  const { connections, of, threads, limit, fewer } = asked;
  const needed = connections + OTHER_FILES + OTHER_FILES_A_THREAD * threads;
  if (limit === null || needed <= limit) return;
  throw new MeasurementError(
    'too-few-files',
    `${connections} connections${of} need ${needed} open files, and this process may have ${limit}`,
    {
      exitCode: EXIT.usage,
      hint: `raise it for this shell with "ulimit -n ${needed}", where its hard limit allows, or ${fewer}`,
    },
  );
}
