/** What a caller decides about the look of a report; the report itself is never changed by it. */
export interface RenderOptions {
  /** Columns a line may take. */
  readonly width: number;
  readonly color: boolean;
  /** Block characters for bars and lines over time; otherwise ASCII. */
  readonly unicode: boolean;
  /** wrk's Latency Distribution block. */
  readonly latency: boolean;
  /** Id of the stored run, or null where nothing was stored. */
  readonly storedAs: string | null;
  /** Another run may have been stored since; absent: it is the last. */
  readonly isOlder?: boolean;
  /** Somebody sits before it, who may want to see it as a page; absent: nobody. */
  readonly isOnTerminal?: boolean;
}
