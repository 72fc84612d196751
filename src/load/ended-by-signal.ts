/** Waits for work that can be ended early: `end` is called when the signal is aborted before it is done. */
export async function endedBySignal<T>(signal: AbortSignal | null, end: () => void, work: Promise<T>): Promise<T> {
  if (signal === null) return work;
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await work;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
