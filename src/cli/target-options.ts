import type { TargetFlags } from '../config/flags.js';
import { withConfigFile } from '../config/load-file.js';
import { resolveTargetOptions, type TargetOptions } from '../config/target-options.js';
import { configRequest, fromFile } from './config-request.js';
import type { Terminal } from './terminal.js';

/** Where a command that measures nothing looks for targets: flags, environment and config file, as `run` does. */
export function targetOptions(command: string, flags: TargetFlags, terminal: Terminal): Promise<TargetOptions> {
  return withConfigFile(configRequest(command, flags, terminal), (file) =>
    resolveTargetOptions({ flags, ...fromFile(file), env: terminal.env }),
  );
}
