import { createRequire } from 'node:module';
import { LOAD_ENGINES } from '../config/generator-options.js';
import { toolVersion } from '../session/tool-version.js';

/** What `--version` prints, all that a bug report needs: `perfcmp 0.1.0  linux-x64  node 20.20.2  engines socket, ...`. */
export function versionLine(): string {
  const { platform, arch, versions } = process;
  const facts = [`perfcmp ${toolVersion()}`, `${platform}-${arch}`, `node ${versions.node}`, `engines ${engines()}`];
  return facts.join('  ');
}

/** Those of perfcmp's own have its version. */
function engines(): string {
  return LOAD_ENGINES.filter((name) => name !== 'auto')
    .map((name) => (name === 'undici' ? `undici ${undiciVersion()}` : name))
    .join(', ');
}

function undiciVersion(): string {
  const { version } = createRequire(import.meta.url)('undici/package.json') as { version: string };
  return version;
}
