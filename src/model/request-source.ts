import type { RequestSpec } from './scenario.js';

/** Where requests come from, as data: this is what crosses to the generator's threads. */
export type RequestSource = {
  /** The same bytes every time. */
  readonly kind: 'fixed';
  /** At least one; each has its share by its weight. */
  readonly requests: readonly RequestSpec[];
};

/** A source that sends these in turn. */
export function fixedSource(requests: readonly RequestSpec[]): RequestSource {
  return { kind: 'fixed', requests };
}
