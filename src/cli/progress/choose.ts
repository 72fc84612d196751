import type { StopRule } from '../../model/config.js';
import { painter } from '../../report/paint.js';
import { mayColor, mayUseUnicode, type Terminal } from '../terminal.js';
import { guardTerminal } from './guard.js';
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

const REFRESH_MS = 1000;

/** Redrawn on terminals that can, lines elsewhere, nothing with `--quiet`. */
export function chooseProgress({ quiet, isTerminal, env }: ProgressSetting): 'silent' | 'tty' | 'plain' {
  if (quiet) return 'silent';
  return isTerminal && env.TERM !== 'dumb' && (env.CI ?? '') === '' ? 'tty' : 'plain';
}

/** The progress that suits stderr; whatever way the program ends, nothing half-drawn stays. */
export function startProgress(
  { stderr, env }: Pick<Terminal, 'stderr' | 'env'>,
  { quiet, stop }: { readonly quiet: boolean; readonly stop: StopRule | null },
): Progress {
  const kind = chooseProgress({ quiet, isTerminal: stderr.isTTY === true, env });
  if (kind === 'silent') return silentProgress;
  const now = (): number => performance.now();
  const initial = initialState(stop);
  if (kind === 'plain') return ticking(plainProgress(stderr, initial, now), () => undefined);
  const look = { now, unicode: mayUseUnicode(env), paint: painter(mayColor(stderr, env)) };
  const view = ttyProgress(stderr, initial, look);
  return ticking(view, guardTerminal(stderr, view));
}

/** Progress that hears of time, too, until it is stopped. */
function ticking(progress: Progress, onStop: () => void): Progress {
  const timer = setInterval(() => progress.refresh(), REFRESH_MS);
  timer.unref();
  return {
    ...progress,
    stop() {
      clearInterval(timer);
      onStop();
      progress.stop();
    },
  };
}
