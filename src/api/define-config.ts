import type { ConfigEnv, UserConfig, UserConfigExport } from '../config/user-config.js';

/**
 * Gives the content of a config file its type, be it a config, a promise of one or a function; returns it unchanged.
 *
 * ```ts
 * export default defineConfig({ targets: ['node before.js', 'node after.js'], path: '/api/items' });
 * ```
 */
export function defineConfig(config: UserConfig): UserConfig;
export function defineConfig(config: Promise<UserConfig>): Promise<UserConfig>;
export function defineConfig(config: (env: ConfigEnv) => UserConfig | Promise<UserConfig>): typeof config;
export function defineConfig(config: UserConfigExport): UserConfigExport {
  return config;
}
