import { EXIT, MeasurementError } from '../errors.js';
import { openFileLimit } from '../machine/open-files.js';
import type { LoadProfile } from '../model/load-profile.js';

/** Beside its connections: what node, its threads and the report hold open. */
const OTHER_FILES = 64;
const OTHER_FILES_A_THREAD = 16;

/** Throws where the system will not let a load have as many connections as it is to have, in so many pools at once. */
export function checkOpenFiles(
  profile: LoadProfile,
  { pools = 1, limit = openFileLimit() }: { readonly pools?: number; readonly limit?: number | null } = {},
): void {
  if (limit === null) return;
  const connections = pools * (profile.kind === 'open' ? profile.maxConnections : profile.connections);
  const needed = connections + OTHER_FILES + OTHER_FILES_A_THREAD * profile.threads;
  if (needed <= limit) return;
  const each = pools === 1 ? '' : ` (${connections / pools} for each target and scenario)`;
  throw new MeasurementError(
    'too-few-files',
    `${connections} connections${each} need ${needed} open files, and this process may have ${limit}`,
    {
      exitCode: EXIT.usage,
      hint: `raise it for this shell with "ulimit -n ${needed}", where its hard limit allows, or load over fewer connections`,
    },
  );
}
