import { choice } from '../../config/parsers.js';
import { ConfigError, EXIT } from '../../errors.js';
import { print } from '../streams.js';
import type { Terminal } from '../terminal.js';
import { SCRIPTS, SHELLS } from './shells.js';

/** `perfcmp completion`: the script that makes a shell ask perfcmp what could be typed next. */
export async function completionCommand(shell: string, { stdout }: Terminal): Promise<number> {
  const asked = choice(SHELLS)(shell);
  if (!asked.ok) throw new ConfigError([{ where: 'shell', message: asked.message, hint: asked.hint }]);
  await print(stdout, SCRIPTS[asked.value]);
  return EXIT.ok;
}
