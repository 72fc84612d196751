import { ConfigError } from '../errors.js';
import type { TargetFlags } from './flags.js';
import { type FileName, OptionReader } from './option-reader.js';
import { anyText } from './parsers.js';
import type { UserConfig } from './user-config.js';

/** Where targets are looked for beside the bundled ones, and whether they are built anew. */
export interface TargetOptions {
  readonly targetsDirs: readonly string[];
  readonly rebuild: boolean;
}

export function readTargetOptions(reader: OptionReader): TargetOptions {
  return { targetsDirs: reader.readList('targetsDir', anyText), rebuild: reader.isOn('rebuild') };
}

/** The same for commands that have no other options of a configuration; throws all problems as one ConfigError. */
export function resolveTargetOptions(input: {
  readonly flags: TargetFlags;
  readonly file: UserConfig | null;
  readonly fileName?: FileName | undefined;
  readonly env: NodeJS.ProcessEnv;
}): TargetOptions {
  const { flags, env, fileName } = input;
  const reader = new OptionReader({ flags, env, file: input.file ?? {}, filePrefix: '', fileName });
  const options = readTargetOptions(reader);
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return options;
}
