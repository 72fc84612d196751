import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Exchange } from './client.js';
import { deviation, expectError, expectThat, INVALID_PATH, inspectJson } from './expectations.js';
import { FILES_ANSWER, postFiles, processFiles } from './files-answer.js';
import type { Deviation, Rule, RuleContext } from './rule.js';
import { type RuleFolder, withFolder } from './sandbox.js';

const UP = ['..', '../x', '../../etc/passwd', 'a/../../x', 'a/..', 'a/../b', '..\\x', 'a\\b'];
const ABSOLUTE = ['/etc/passwd', '/', '//x', 'C:x', 'c:/x', 'C:\\x', '\\\\host\\x'];
const SEGMENTS = ['', '.', './x', 'a/./b', 'a/.', 'a//b', 'a/', 'a\0b', '\0'];

/** Nothing is decoded: these are plain names of files that are not there. */
const PLAIN = ['%2e%2e/x', '%2Fetc%2Fpasswd', '..%2fx', '...', '..a', 'a..', '~', 'a b', 'ab:c', '$HOME', '-'];

/** POST /files/process: which paths are refused, and that no file outside the folder is ever read. */
export const FILE_SAFETY_RULES: readonly Rule[] = [
  refusedPaths('paths that lead upwards are refused', () => UP),
  refusedPaths('absolute paths and drives are refused', () => ABSOLUTE),
  refusedPaths('empty and dot segments and NUL are refused', () => SEGMENTS),
  // 128 characters of two bytes: the limit is of bytes.
  refusedPaths('paths of 256 bytes are refused', ({ random }) => [random.word(256), '\u00e9'.repeat(128)]),
  refusedPaths('one bad segment anywhere refuses a path', ({ random }) =>
    ['..', '.', '', 'a\\b', '\0'].map((bad) => {
      const segments = Array.from({ length: 2 + random.below(4) }, () => random.word(1 + random.below(8)));
      segments.splice(random.below(segments.length + 1), 0, bad);
      return segments.join('/');
    }),
  ),
  {
    endpoint: 'files-process',
    name: 'paths are judged as JSON means them',
    check: async (context) =>
      expectError(await postFiles(context, '{"files":["\\u002e\\u002e\\u002fx"]}'), INVALID_PATH),
  },
  {
    endpoint: 'files-process',
    name: 'names that only look dangerous, and 255 bytes, are plain missing files',
    check: async (context) => {
      const names = [...PLAIN, context.random.word(255), `${'\u00e9'.repeat(127)}x`];
      return expectFailed(await processFiles(context, names), { failed: names.length, bytes: 0, successful: 0 });
    },
  },
  {
    endpoint: 'files-process',
    name: 'one refused path refuses the whole request',
    check: async (context) =>
      expectError(await processFiles(context, [context.random.word(8), 'a', '../x', 'b']), INVALID_PATH),
  },
  failedFile('a link to a file outside is not followed', (folder) => symlink('/etc/passwd', join(folder.path, 'bad'))),
  failedFile(
    'a link to a folder outside is not followed',
    (folder) => symlink('/etc', join(folder.path, 'out')),
    'out/passwd',
  ),
  {
    endpoint: 'files-process',
    name: "a folder whose name begins with the root's is outside",
    requires: 'folder',
    check: async (context) => {
      const sibling = `${context.dataDir}${context.random.word(6)}`;
      await mkdir(sibling, { mode: 0o700 });
      try {
        await writeFile(join(sibling, 'secret'), context.random.word(20));
        return await checkFailed(context, async (folder) => {
          await symlink(join('..', '..', basename(sibling), 'secret'), join(folder.path, 'bad'));
        });
      } finally {
        await rm(sibling, { recursive: true, force: true });
      }
    },
  },
  failedFile('a link to itself is failed', (folder) => symlink('bad', join(folder.path, 'bad'))),
  failedFile('a folder is failed', (folder) => mkdir(join(folder.path, 'bad'))),
  failedFile('a file is no folder', (folder) => writeFile(join(folder.path, 'file'), 'x'), 'file/x'),
  failedFile('a link to a device is failed', (folder) => symlink('/dev/null', join(folder.path, 'bad'))),
  {
    endpoint: 'files-process',
    name: 'a FIFO is failed without waiting for a writer',
    requires: 'folder',
    check: (context) => {
      const makeFifo = (folder: RuleFolder) => promisify(execFile)('mkfifo', [join(folder.path, 'bad')]);
      return checkFailed(context, makeFifo, 'bad', (folder) => release(join(folder.path, 'bad')));
    },
  },
  {
    endpoint: 'files-process',
    name: 'a link that stays inside is followed',
    requires: 'folder',
    check: (context) =>
      withFolder(context, async (folder) => {
        const size = context.random.below(1000);
        await writeFile(join(folder.path, 'good'), context.random.bytes(size));
        await symlink('good', join(folder.path, 'link'));
        const exchange = await processFiles(context, [`${folder.name}/link`]);
        return expectFailed(exchange, { failed: 0, successful: 1, bytes: size });
      }),
  },
];

function refusedPaths(name: string, pathsOf: (context: RuleContext) => readonly string[]): Rule {
  return {
    endpoint: 'files-process',
    name,
    check: async (context) => {
      const paths = pathsOf(context);
      const exchanges = await Promise.all(paths.map((path) => processFiles(context, [path])));
      return exchanges.flatMap((exchange, index) => [
        ...expectError(exchange, INVALID_PATH),
        ...expectSilent(exchange, [paths[index]!]),
      ]);
    },
  };
}

function failedFile(name: string, make: (folder: RuleFolder) => Promise<unknown>, bad = 'bad'): Rule {
  return {
    endpoint: 'files-process',
    name,
    requires: 'folder',
    check: (context) => checkFailed(context, make, bad),
  };
}

/** Asks for one bad file between two good ones: only theirs may be counted. */
async function checkFailed(
  context: RuleContext,
  make: (folder: RuleFolder) => Promise<unknown>,
  bad = 'bad',
  undo: (folder: RuleFolder) => Promise<void> = async () => {},
): Promise<readonly Deviation[]> {
  return withFolder(context, async (folder) => {
    const size = 1 + context.random.below(1000);
    await writeFile(join(folder.path, 'good'), context.random.bytes(size));
    await make(folder);
    try {
      const asked = ['good', bad, 'good'].map((name) => `${folder.name}/${name}`);
      const exchange = await processFiles(context, asked);
      const silent = expectSilent(exchange, [folder.name, context.dataDir!]);
      return [...expectFailed(exchange, { failed: 1, successful: 2, bytes: 2 * size }), ...silent];
    } finally {
      await undo(folder);
    }
  });
}

/** A server that waits at a FIFO would wait for ever: a writer that comes and goes lets it on. */
async function release(path: string): Promise<void> {
  try {
    const file = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    await file.close();
  } catch {
    // Nobody waits, or it is no FIFO.
  }
}

function expectFailed(
  exchange: Exchange,
  expected: { readonly failed: number; readonly successful: number; readonly bytes: number },
): readonly Deviation[] {
  return inspectJson(exchange, FILES_ANSWER, ({ processing_result: result }) => {
    const told = `${result.successful_files} successful, ${result.failed_files} failed, ${result.total_bytes_processed} bytes`;
    const wanted = `${expected.successful} successful, ${expected.failed} failed, ${expected.bytes} bytes`;
    return expectThat(exchange, told === wanted, wanted, told);
  });
}

/** An answer must not tell what is on the disk: no path and no word of the operating system. */
function expectSilent(exchange: Exchange, paths: readonly string[]): readonly Deviation[] {
  const text = `${JSON.stringify(exchange.headers)} ${exchange.body.toString('utf8')}`;
  const told = [...paths.filter((path) => path.length > 3), 'ENOENT', 'EACCES', 'ELOOP', 'EISDIR', 'os error'].find(
    (word) => text.includes(word),
  );
  return told === undefined ? [] : deviation(exchange, 'an answer without paths and system errors', told);
}
