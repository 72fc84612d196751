import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { type LatencyHistogram, MAX_VALUE_NS } from './histogram.js';

/** A histogram of nanoseconds as HdrHistogram V2, compressed, base64. Apart from recording, because it is slow to load. */
export function encodeHdrV2(histogram: LatencyHistogram): string {
  const encoder = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_VALUE_NS,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
  histogram.forEachBucket((lowestNs, count) => encoder.recordValueWithCount(lowestNs, count));
  return encodeIntoCompressedBase64(encoder);
}
