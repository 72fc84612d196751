import { splitCommandWords } from '../../src/cli/command-words.js';
import { buildProgram } from '../../src/cli/program.js';
import { readImportOptions } from '../../src/config/import-options.js';
import { OptionReader } from '../../src/config/option-reader.js';
import { readOutput } from '../../src/config/output-options.js';
import { resolveCalibrate } from '../../src/config/resolve-calibrate.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { resolveSearch } from '../../src/config/resolve-search.js';
import { parseTargetRequest } from '../../src/config/target-request.js';
import type { TargetRequest } from '../../src/model/config.js';
import { blocksOf } from './documents.js';

/** What a documented command would do, had it been run. */
export interface ReadCommand {
  readonly name: string;
  readonly targets: readonly TargetRequest[];
  readonly scenarios: readonly string[];
}

/** The arguments of every `npx perfcmp` and `$ perfcmp` in a document's blocks, and of `npx perfcmp` in its sentences. */
export function commandsOf(text: string): string[] {
  const inBlocks = blocksOf(text)
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => line.split('&&'))
    .flatMap((part) => /^(?:npx|\$) perfcmp (.+)$/.exec(part.trim())?.[1] ?? []);
  const inSentences = [...text.matchAll(/`npx perfcmp ([^`]+)`/g)].map(([, line = '']) => line.replace(/[<>]/g, ''));
  return [...inBlocks, ...inSentences];
}

/** Reads a command line as the program does, up to the moment in which it would begin; throws what the program would say. */
export function readCommand(line: string): ReadCommand {
  const { own, command: started } = splitCommandWords(shellWords(line));
  const [name = '', ...args] = own;
  const program = buildProgram(
    { argv: [], cwd: '.', env: {}, stdout: process.stdout, stderr: process.stderr },
    () => undefined,
  );
  const command = program.commands.find((candidate) => candidate.name() === name);
  if (command === undefined) throw new Error(`there is no command "${name}"`);
  const { operands, unknown } = command.parseOptions(args);
  if (unknown.length > 0) throw new Error(`unknown options: ${unknown.join(' ')}`);
  const most = command.registeredArguments.at(-1)?.variadic ? Infinity : command.registeredArguments.length;
  if (operands.length > most) throw new Error(`too many arguments: ${operands.join(' ')}`);
  return {
    name,
    ...besideFiles(() => meaningOf(name, { positionals: operands, command: started, flags: command.opts() })),
  };
}

/** Files that documents name lie in a folder of their own. */
function besideFiles<T>(read: () => T): T {
  const before = process.cwd();
  process.chdir('test/fixtures/documents');
  try {
    return read();
  } finally {
    process.chdir(before);
  }
}

interface Words {
  readonly positionals: readonly string[];
  readonly command: readonly string[] | null;
  readonly flags: object;
}

function meaningOf(name: string, words: Words): Omit<ReadCommand, 'name'> {
  const { positionals, flags } = words;
  const input = { ...words, file: null, env: {} };
  if (name === 'run') {
    const { targets, scenarios, ownScenarios } = resolveRun(input);
    const own = ownScenarios.map((scenario) => scenario.name);
    return { targets, scenarios: (scenarios ?? []).filter((name) => !own.includes(name)) };
  }
  if (name === 'gate') return { targets: resolveGate(input).run.targets, scenarios: [] };
  if (name === 'load') resolveLoad(input);
  if (name === 'search') resolveSearch(input);
  if (name === 'calibrate') resolveCalibrate({ ...input, target: positionals[0] });
  if (name === 'report' || name === 'import') {
    const reader = new OptionReader({ flags, env: {}, file: {}, filePrefix: '' });
    if (name === 'import') readImportOptions(reader, positionals, () => false);
    readOutput(reader, 'text');
    if (reader.problems.length > 0) throw new Error(JSON.stringify(reader.problems));
  }
  return { targets: name === 'verify' ? positionals.map(targetOf) : [], scenarios: [] };
}

function targetOf(text: string): TargetRequest {
  const parsed = parseTargetRequest(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

/** Words as a shell makes them of plain text and quotes; nothing is expanded. */
export function shellWords(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );
}
