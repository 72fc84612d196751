import type { ConfigRequest, LoadedConfig } from '../config/load-file.js';
import { OptionReader } from '../config/option-reader.js';
import type { PrintedConfig } from '../config/printed/printed-config.js';
import { ConfigError, EXIT } from '../errors.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** Which config file a command reads: the one that is named, else that of the present folder. */
export function configRequest(
  command: string,
  flags: { readonly config?: string },
  { cwd, env }: Terminal,
): ConfigRequest {
  // CI systems pass variables that were not set as empty ones.
  return { named: flags.config ?? (env.PERFCMP_CONFIG || undefined), cwd, command, env };
}

/** What a config file has to say to the reading of options. */
export function fromFile(file: LoadedConfig | null): {
  readonly file: LoadedConfig['config'] | null;
  readonly fileName: LoadedConfig['nameOf'] | undefined;
} {
  return { file: file?.config ?? null, fileName: file?.nameOf };
}

/** Whether `--print-config` is asked for, by the flag or its variable. */
export function asksForConfig(flags: { readonly printConfig?: boolean }, { env }: Pick<Terminal, 'env'>): boolean {
  const reader = new OptionReader({ flags, env, file: {}, filePrefix: '' });
  const isAsked = reader.isOn('printConfig');
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return isAsked;
}

/** `--print-config`: the configuration that counts, and where each part of it comes from. */
export async function printConfig({ stdout }: Terminal, printed: PrintedConfig): Promise<number> {
  await print(stdout, JSON.stringify(printed, null, 2));
  return EXIT.ok;
}
