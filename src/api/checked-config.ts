import type { CheckedConfig } from '../config/check-file.js';
import type { UserConfig } from '../config/user-config.js';
import { ConfigError, problemsOf } from '../errors.js';

/** As messages name what a caller of the API wrote. */
export const CONFIG_NAME = 'config file';

/**
 * What `resolve` makes of a config that a program wrote. Callers without types may pass anything: what is wrong with its
 * shape and with what it says comes as one ConfigError.
 */
export async function resolveChecked<T>(content: UserConfig, resolve: (config: UserConfig) => T): Promise<T> {
  const { checkUserConfig } = await import('../config/check-file.js');
  return settle(checkUserConfig(content, CONFIG_NAME), resolve);
}

function settle<T>({ config, problems }: CheckedConfig, resolve: (config: UserConfig) => T): T {
  if (problems.length === 0 && config !== null) return resolve(config);
  throw new ConfigError([...problems, ...(config === null ? [] : problemsOf(() => resolve(config)))]);
}
