import type { OptionReader } from '../option-reader.js';
import type { HarRecording } from './har.js';
import { chooseRequestKind, type RequestKind } from './request-kind.js';
import { type RequestFile, readHarFile, readTargetsFile } from './several-requests.js';
import type { TargetEntry } from './targets-file.js';

/** Where requests are described, with what has to be read first because the URL may depend on it. */
export interface RequestFiles {
  readonly kind: RequestKind;
  /** Null: there is none, or something is wrong with it. */
  readonly targets: RequestFile<readonly TargetEntry[]> | null;
  readonly har: RequestFile<HarRecording> | null;
}

/** Chooses the strongest way in which requests are described, and reads its file if it has one. */
export function readRequestFiles(reader: OptionReader): RequestFiles {
  const kind = chooseRequestKind(reader);
  return {
    kind,
    targets: kind === 'targetsFile' ? readTargetsFile(reader) : null,
    har: kind === 'har' ? readHarFile(reader) : null,
  };
}
