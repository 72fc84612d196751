import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calibration } from '../model/calibration.js';
import { stateFolder } from './store-folder.js';

const SCHEMA = 'perfcmp/calibration@1' satisfies Calibration['schema'];
/** Enough of a SHA-256 to tell the machines of one home from each other. */
const NAME_LENGTH = 16;
const FILE_NAME = /^[0-9a-f]{16}\.json$/;

/** Keeps a calibration, the only one of its machine; false where it cannot be written. */
export function writeCalibration(calibration: Calibration, env: NodeJS.ProcessEnv): boolean {
  const folder = calibrationFolder(env);
  const path = join(folder, fileName(calibration.environment.fingerprint));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, `${JSON.stringify(calibration, null, 2)}\n`);
    renameSync(temporary, path);
    return true;
  } catch {
    return false;
  }
}

/** What is known of the machine with this fingerprint, else the newest of another; null where there is none to be read. */
export function readCalibration(fingerprint: string, env: NodeJS.ProcessEnv): Calibration | null {
  const folder = calibrationFolder(env);
  const own = read(join(folder, fileName(fingerprint)));
  if (own !== null) return own;
  const others = names(folder).flatMap((name) => read(join(folder, name)) ?? []);
  return others.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0] ?? null;
}

/** Where calibrations lie, of this user and of every machine that shares the folder. */
export function calibrationFolder(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), 'calibrations');
}

/** Those that there are. */
export function calibrationFiles(
  env: NodeJS.ProcessEnv,
): { readonly path: string; readonly name: string; readonly madeAtMs: number }[] {
  const folder = calibrationFolder(env);
  return names(folder)
    .filter((name) => FILE_NAME.test(name))
    .flatMap((name) => {
      const facts = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return facts?.isFile() ? [{ path: join(folder, name), name, madeAtMs: facts.mtimeMs }] : [];
    });
}

function fileName(fingerprint: string): string {
  return `${fingerprint.slice(0, NAME_LENGTH)}.json`;
}

function names(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
}

/** Null for a file that is missing, damaged or of another version: a calibration is quickly made again. */
function read(path: string): Calibration | null {
  try {
    const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isOne = typeof document === 'object' && document !== null && Reflect.get(document, 'schema') === SCHEMA;
    return isOne ? (document as Calibration) : null;
  } catch {
    return null;
  }
}
