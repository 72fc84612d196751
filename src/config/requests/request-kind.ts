import type { OptionReader } from '../option-reader.js';
import { exclusiveOption, refuseBesides } from './exclusive-options.js';

/** Ways to say that there is more than one request. */
const SEVERAL = ['request', 'targetsFile', 'har', 'scenario'] as const;
/** What describes one request. */
const SINGLE = ['path', 'method', 'body', 'input', 'form'] as const;

/** Where the requests are described. */
export type RequestKind = (typeof SEVERAL)[number] | 'single';

/** Which way of describing requests is the strongest; what would silently do nothing beside it is refused. */
export function chooseRequestKind(reader: OptionReader): RequestKind {
  const several = exclusiveOption(reader, SEVERAL);
  if (several === null || reader.rankOf(...SINGLE) < reader.rankOf(...SEVERAL)) return 'single';
  refuseBesides(reader, several, SINGLE);
  return several;
}
