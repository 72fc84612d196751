import type { StopRule } from '../../model/config.js';
import { mayUseUnicode, type Terminal } from '../terminal.js';
import { plainProgress } from './plain.js';
import type { Progress } from './progress.js';
import { silentProgress } from './silent.js';
import { initialState } from './state.js';
import { ttyProgress } from './tty.js';

/** What decides how progress is shown. */
export interface ProgressSetting {
  readonly quiet: boolean;
  readonly isTerminal: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** Redrawn on terminals that can, lines elsewhere, nothing with `--quiet`. */
export function chooseProgress({ quiet, isTerminal, env }: ProgressSetting): 'silent' | 'tty' | 'plain' {
  if (quiet) return 'silent';
  return isTerminal && env.TERM !== 'dumb' && (env.CI ?? '') === '' ? 'tty' : 'plain';
}

/** The progress that suits stderr; whatever way the program ends, no half-drawn line stays. */
export function startProgress(
  { stderr, env }: Terminal,
  { quiet, stop }: { readonly quiet: boolean; readonly stop: StopRule | null },
): Progress {
  const kind = chooseProgress({ quiet, isTerminal: stderr.isTTY === true, env });
  if (kind === 'silent') return silentProgress;
  const now = (): number => performance.now();
  if (kind === 'plain') return plainProgress(stderr, initialState(stop), now);
  const progress = ttyProgress(stderr, initialState(stop), { now, unicode: mayUseUnicode(env) });
  const onEnd = (): void => progress.stop();
  // The monitor runs before whoever prints the error: taken away later, the view would take the error along.
  process.once('exit', onEnd).once('uncaughtExceptionMonitor', onEnd);
  return {
    ...progress,
    stop() {
      process.off('exit', onEnd).off('uncaughtExceptionMonitor', onEnd);
      progress.stop();
    },
  };
}
