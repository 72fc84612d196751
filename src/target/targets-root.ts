import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the bundled targets: `targets/` of the package that this file belongs to. */
export function targetsRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // From src/ and from dist/src/ alike.
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'targets');
}
