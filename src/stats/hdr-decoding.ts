import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import { LatencyHistogram } from './histogram.js';

/** The histogram behind `encodeHdrV2`, or behind any HdrHistogram V2 of nanoseconds, compressed, base64. */
export function decodeHdrV2(base64: string): LatencyHistogram {
  const decoded = decodeFromCompressedBase64(base64, 64);
  if (!(decoded instanceof JsHistogram)) throw new Error('expected a histogram of the JavaScript implementation');
  const histogram = new LatencyHistogram();
  const values = decoded.recordedValuesIterator;
  values.reset();
  while (values.hasNext()) {
    const { valueIteratedTo, countAddedInThisIterationStep } = values.next();
    histogram.recordMany(valueIteratedTo, countAddedInThisIterationStep);
  }
  return histogram;
}
