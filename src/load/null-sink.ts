import type { ResponseSink } from './engine.js';

/** Where a pool that nobody loads reports to. */
export const NULL_SINK: ResponseSink = {
  wantsConnections: false,
  partChecked: 'none',
  onOpen() {},
  onClose() {},
  onUnsent() {},
  onConnectFailure() {},
  onResponse() {},
  onFailure() {},
  onSample: () => true,
};
