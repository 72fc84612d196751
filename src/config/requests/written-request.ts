import { isUtf8 } from 'node:buffer';
import type { Expectation } from '../../model/scenario.js';

/** A request as the user wrote it, before its placeholders are looked at. */
export interface WrittenRequest {
  /** What messages call its parts: `path`, `body`, `header X`. */
  readonly where: (part: string) => string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly BodyPiece[] | null;
  readonly weight: number;
  /** What must come back, where it says so itself. */
  readonly expect?: Expectation;
  /** It is sent as it is: two braces in it are two braces. */
  readonly isRecorded: boolean;
}

export interface BodyPiece {
  readonly bytes: Uint8Array;
  /** Placeholders in it are filled. */
  readonly hasPlaceholders: boolean;
}

/** The whole body in one piece: placeholders in text are filled, anything else is sent as it is. */
export function bodyOf(bytes: Uint8Array): readonly BodyPiece[] {
  return [{ bytes, hasPlaceholders: isUtf8(bytes) }];
}

/** The value of a header, whatever the case of its name. */
export function headerValue(headers: Readonly<Record<string, string>>, name: string): string | null {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}
