import type { TargetFlags } from '../config/flags.js';
import { withConfigFile } from '../config/load-file.js';
import { resolveTargetOptions, type TargetOptions } from '../config/target-options.js';
import type { Terminal } from './terminal.js';

/** Where a command that measures nothing looks for targets: flags, environment and config file, as `run` does. */
export function targetOptions(flags: TargetFlags, { cwd, env }: Terminal): Promise<TargetOptions> {
  return withConfigFile({ named: flags.config ?? env.PERFCMP_CONFIG, cwd }, (file) =>
    resolveTargetOptions({ flags, file: file?.config ?? null, fileName: file?.name, env }),
  );
}
