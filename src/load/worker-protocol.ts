import type { Problem } from '../errors.js';
import type { ErrorLimit } from '../model/error-limit.js';
import type { EngineName } from '../model/load-profile.js';
import type { Recording } from '../model/recording.js';
import type { RequestSource } from '../model/request-source.js';
import type { OpenResult, PoolSettings } from './engine.js';
import type { SliceSpec, SliceTick } from './slice.js';

/** What the main thread asks of a worker: a pool is named by a number of the main thread's choosing. */
export type WorkerRequest =
  | {
      readonly verb: 'open';
      readonly pool: number;
      readonly engine: EngineName;
      readonly source: RequestSource;
      /** Counts the requests of all threads. */
      readonly counter: SharedArrayBuffer;
      readonly settings: PoolSettings;
    }
  /** Opens what the server closed since the last slice. */
  | { readonly verb: 'reopen'; readonly pool: number }
  | {
      readonly verb: 'slice';
      readonly pool: number;
      readonly slice: SliceSpec;
      /** Counts the threads whose window requests are not all answered; see open-windows.ts. */
      readonly openWindows: SharedArrayBuffer;
      /** Null: failures do not end the slice. */
      readonly errorLimit: { readonly limit: ErrorLimit; readonly shared: SharedArrayBuffer } | null;
    }
  | { readonly verb: 'abort'; readonly pool: number }
  | { readonly verb: 'close'; readonly pool: number };

export type WorkerReply =
  | { readonly verb: 'opened'; readonly pool: number; readonly result: OpenResult }
  | { readonly verb: 'tick'; readonly pool: number; readonly tick: SliceTick }
  | { readonly verb: 'recorded'; readonly pool: number; readonly startedNs: number; readonly recording: Recording }
  /** What the user wrote cannot be sent: the load is over. */
  | { readonly verb: 'refused'; readonly pool: number; readonly problem: Problem }
  | { readonly verb: 'failed'; readonly pool: number; readonly message: string; readonly stack: string };
