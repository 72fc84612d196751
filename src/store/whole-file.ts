import { linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** What a file system says that has no hard links. */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Writes a file at once: a reader sees the old one or the new one, never half of it. */
export function writeWhole(path: string, content: string, mode = 0o666): void {
  const temporary = temporaryOf(path);
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}

/** The same where there is no file yet; false: there is one, and it stays as it is. */
export function createWhole(path: string, content: string): boolean {
  const temporary = temporaryOf(path);
  try {
    writeFileSync(temporary, content);
    // Unlike a rename it fails where there is a file.
    return isMade(() => linkSync(temporary, path));
  } catch (error) {
    if (!NO_LINKS.includes(errorCode(error))) throw error;
    return isMade(() => writeFileSync(path, content, { flag: 'wx' }));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** When a file was written last; 0: there is none. */
export function writtenAtMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The code of what the system refused, such as `ENOENT`. */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function isMade(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function temporaryOf(path: string): string {
  return `${path}.${process.pid}.tmp`;
}
