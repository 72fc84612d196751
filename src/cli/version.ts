import { toolVersion } from '../session/tool-version.js';

/** What `--version` prints: all that a bug report needs. */
export function versionLine(): string {
  return `perfcmp ${toolVersion()} (node ${process.versions.node}, ${process.platform} ${process.arch})`;
}
