import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a file, for people. */
export interface FilePlace {
  readonly path: string;
  readonly line: number;
}

// What perfcmp itself is made of, compiled or as source maps name it.
const OWN_FOLDERS = ['../../', '../../../src/', '../../../test/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
const IN_PACKAGE = `${sep}node_modules${sep}`;

/** Where in a user's own file an error arose; of what was thrown within a package, where that was called. Null: nowhere. */
export function placeOfError(error: unknown): FilePlace | null {
  const frames = error instanceof Error ? framesOf(error.stack ?? '') : [];
  const foreign = frames.filter(({ path }) => !OWN_FOLDERS.some((folder) => path.startsWith(folder)));
  return foreign.find(({ path }) => !path.includes(IN_PACKAGE)) ?? foreign.find(({ path }) => !isJiti(path)) ?? null;
}

// `at name (file:///folder/file.mjs:3:7)`, `at /folder/file.ts:3:7`; frames of node itself have no slash after `node:`.
const FRAME = /^\s+at (?:.*\()?(?:async )?((?:file:\/\/)?\/.*?):(\d+):\d+\)?$/;

function framesOf(stack: string): FilePlace[] {
  return stack.split('\n').flatMap((line) => {
    const [, place = '', number = ''] = FRAME.exec(line) ?? [];
    if (place === '') return [];
    const path = place.startsWith('file://') ? fileURLToPath(place.replace(/[?#].*$/, '')) : place;
    return [{ path, line: Number(number) }];
  });
}

function isJiti(path: string): boolean {
  return path.includes(`${IN_PACKAGE}jiti${sep}`);
}
