import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A file of the package. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/** The package as `npm pack` makes it of what is built, and a project of its own that has it installed. */
export interface Packed {
  readonly tarball: Buffer;
  readonly files: readonly PackedFile[];
  readonly unpackedSize: number;
  /** Folder of the project. */
  readonly project: string;
  /** Runs a program there to its end, without any other on its PATH; fails with what it said when it cannot. */
  readonly run: (file: string, args: readonly string[]) => string;
}

let packed: Packed | undefined;

/** The package, made once for all tests of a process, and removed when that ends. */
export function packPackage(): Packed {
  packed ??= pack();
  return packed;
}

/** Packs without running scripts, which would build anew beneath the tests, and installs without a network. */
function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-package-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const env: NodeJS.ProcessEnv = { ...process.env, npm_config_update_notifier: 'false', npm_config_offline: 'true' };
  const run = (file: string, args: readonly string[], cwd: string, PATH = env.PATH): string => {
    const { stdout, stderr, status, error } = spawnSync(file, args, { cwd, env: { ...env, PATH }, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error ?? ''}${stdout}${stderr}`);
    return stdout;
  };
  const output = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], process.cwd());
  const [made] = JSON.parse(output) as [{ filename: string; files: PackedFile[]; unpackedSize: number }];
  const tarball = join(folder, made.filename);
  run('tar', ['-xzf', tarball], folder);
  const project = join(folder, 'project');
  install(join(folder, 'package'), project);
  return {
    tarball: readFileSync(tarball),
    files: made.files,
    unpackedSize: made.unpackedSize,
    project,
    run: (file, args) => run(file, args, project, project),
  };
}

/** As `npm install` would, with the dependencies of this checkout and no other package but types. */
function install(unpacked: string, project: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  renameSync(unpacked, join(project, 'node_modules', 'perfcmp'));
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
}
