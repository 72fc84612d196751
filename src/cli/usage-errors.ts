import { type Command, CommanderError } from 'commander';
import { ConfigError } from '../errors.js';
import { nearest } from '../units/nearest.js';

/** How other load generators, and other commands of this one, spell an option: by command, without what follows. */
const FOREIGN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  run: { '--runs': '--launches', '-r': '--launches' },
  load: { '--vus': '-c', '-u': '-c', '--rps': '-R', '--iterations': '-n', '--amount': '-n', '-a': '-n', '-z': '-d' },
  search: { '--duration': '--step', '-d': '--step' },
};

/** What commander's way of leaving means: null for help and version, else the error to show; other errors pass. */
export function translateExit(error: unknown, program: Command, argv: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.exitCode === 0) return null;
  const command = program.commands.find((candidate) => candidate.name() === argv[0]) ?? program;
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace('. Expected', ', expected');
  return new ConfigError([{ where: fullName(command), message, hint: hintFor(error, message, command, program) }]);
}

function hintFor(error: CommanderError, message: string, command: Command, program: Command): string {
  const word = /'([^']*)'/.exec(message)?.[1] ?? '';
  const help = `see ${fullName(command)} --help`;
  if (error.code === 'commander.unknownOption') {
    const meant = FOREIGN[command.name()]?.[/^--[^=]*|^-./.exec(word)?.[0] ?? ''];
    if (meant !== undefined) return `did you mean ${meant}? ${help}`;
    const names = [...command.options.flatMap(({ long }) => long ?? []), '--help'].map((flag) => flag.slice(2));
    const near = nearest(/^--([^=]*)/.exec(word)?.[1] ?? '', names);
    return near === null ? help : `did you mean --${near}?`;
  }
  if (error.code === 'commander.unknownCommand') {
    const names = program.commands.map((candidate) => candidate.name());
    const near = nearest(word, names);
    return near === null ? `commands: ${names.join(', ')}` : `did you mean ${near}?`;
  }
  if (error.code === 'commander.excessArguments' && command.name() === 'load') {
    return 'to compare several: perfcmp run URL URL; to start a server: perfcmp load -- node app.js';
  }
  return help;
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
