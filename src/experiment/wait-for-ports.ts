import { setTimeout as delay } from 'node:timers/promises';
import { closedSocketsHeld } from '../machine/sockets.js';
import type { RunEvent } from '../model/events.js';

/** MEASUREMENT 5.7: more closed connections than this get in the way of new ones. */
const MOST_HELD = 5000;
/** The kernel lets go of each after a minute, and many that others opened are no reason to wait so long. */
const LONGEST_WAIT_MS = 5000;
const POLL_MS = 500;

/** Waits until the kernel has let go of most ports of closed connections; tells where it does not. */
export async function* waitForPorts(
  signal: AbortSignal,
  held: () => number | null = closedSocketsHeld,
  longestMs = LONGEST_WAIT_MS,
): AsyncGenerator<RunEvent> {
  const deadlineMs = performance.now() + longestMs;
  for (let left = held() ?? 0; left > MOST_HELD && !signal.aborted; left = held() ?? 0) {
    if (performance.now() >= deadlineMs) {
      const message = `${left} closed connections still hold their ports (TIME_WAIT), so new ones may fail: look what opens so many`;
      yield {
        kind: 'warning',
        warning: { code: 'ports-held', level: 'note', target: null, scenario: null, profile: null, message },
      };
      return;
    }
    await delay(POLL_MS, undefined, { signal }).catch(() => {});
  }
}
