import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { analyseImport } from '../analysis/analyse-import.js';
import { EXIT, PerfcmpError } from '../errors.js';
import type { ImportTool } from '../model/imported.js';
import type { NamedImport } from '../model/imported-result.js';
import { readImport } from '../store/import/registry.js';
import { newRunId } from '../store/run-id.js';
import type { SessionIo, SessionResult } from './io.js';
import { openRun, RunKeeper } from './run-keeper.js';
import { toolVersion } from './tool-version.js';

/** A file to import: what it is called, and where it is; `-` is standard input. */
export interface ImportFile {
  readonly label: string;
  readonly path: string;
}

/** What is imported, and how to read standard input. */
export interface ImportRequest {
  readonly files: readonly ImportFile[];
  /** Null: each file tells by its content. */
  readonly from: ImportTool | null;
  readonly readStdin: () => Promise<string>;
}

/** Reads results of other load generators, lays them side by side in a report, and stores it as any run. */
export async function importResults({ files, from, readStdin }: ImportRequest, io: SessionIo): Promise<SessionResult> {
  const startedAt = new Date();
  const startedMs = performance.now();
  const contents: { readonly file: ImportFile; readonly content: string }[] = [];
  for (const file of files) {
    contents.push({ file, content: file.path === '-' ? await readStdin() : readText(file.path, io.cwd) });
  }
  const results = contents.flatMap(({ file, content }) => namedResults(file, content, from));
  const id = newRunId(startedAt, randomBytes(2).toString('hex'));
  const report = analyseImport({
    run: {
      id,
      startedAt: startedAt.toISOString(),
      seconds: (performance.now() - startedMs) / 1000,
      argv: io.argv,
    },
    toolVersion: toolVersion(),
    results: namedApart(results),
  });
  const keeper = new RunKeeper(() => openRun(id, io));
  const kept = keeper.finish(report, io);
  return { report: kept, exitCode: EXIT.ok, storedAs: keeper.storedAs };
}

/** A file may hold several: those of one label are numbered. */
function namedResults({ label, path }: ImportFile, content: string, from: ImportTool | null): NamedImport[] {
  const name = path === '-' ? 'standard input' : path;
  return readImport(content, { name, from }).map((result) => ({ name: label, file: path, result }));
}

/** `wrk`, `wrk #2`, as targets of a run that have one name. */
function namedApart(results: readonly NamedImport[]): NamedImport[] {
  const taken = new Set<string>();
  return results.map((one) => {
    let name = one.name;
    for (let use = 2; taken.has(name); use += 1) name = `${one.name} #${use}`;
    taken.add(name);
    return { ...one, name };
  });
}

function readText(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message =
      code === 'ENOENT'
        ? `there is no file ${path}`
        : code === 'EISDIR'
          ? `${path} is a folder`
          : `${path} cannot be read: ${reason}`;
    throw new PerfcmpError('import', message, EXIT.usage, {
      hint: 'name files that a load generator wrote, or - for standard input: wrk ... | perfcmp import -',
      cause,
    });
  }
}
