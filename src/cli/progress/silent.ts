import type { Progress } from './progress.js';

/** `--quiet`: shows nothing. */
export const silentProgress: Progress = {
  onEvent: () => undefined,
  note: () => undefined,
  end: () => undefined,
  refresh: () => undefined,
  stop: () => undefined,
};
