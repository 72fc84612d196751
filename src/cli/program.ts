import { Command, CommanderError, Option } from 'commander';
import type { CleanFlags } from '../config/clean-options.js';
import type { CalibrateFlags, GateFlags, LoadFlags, RunFlags, SearchFlags } from '../config/flags.js';
import type { BuildFlags } from './build.js';
import { splitCommandWords } from './command-words.js';
import { COMPLETE } from './completion/hidden-command.js';
import type { DiffFlags } from './diff.js';
import type { DoctorFlags } from './doctor.js';
import { COMMAND_DETAILS, PROGRAM_DETAILS } from './help-details.js';
import { pageFoot } from './help-page.js';
import { COMMAND_HELP, type CommandName, PROGRAM_HELP } from './help-texts.js';
import type { ImportFlags } from './import.js';
import type { InitFlags } from './init.js';
import type { ListFlags } from './list.js';
import { addOptions, OPTIONS } from './options.js';
import type { ReportFlags } from './report.js';
import type { Terminal } from './terminal.js';
import { translateExit } from './usage-errors.js';
import type { VerifyFlags } from './verify.js';
import { versionLine } from './version.js';

/** Reads the command line and runs the command it names; gives the exit code. */
export async function runProgram(terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(terminal, (code) => {
    exitCode = code;
  });
  const [first, ...typed] = terminal.argv;
  if (first === COMPLETE) {
    const { answerShell } = await import('./completion/answer.js');
    return answerShell(program, typed, terminal);
  }
  if (first === undefined) {
    program.outputHelp();
    return exitCode;
  }
  try {
    await program.parseAsync(splitCommandWords(terminal.argv).own, { from: 'user' });
  } catch (error) {
    const translated = translateExit(error, program, terminal.argv);
    if (translated !== null) throw translated;
  }
  return exitCode;
}

/** The commands, each loaded only when it is run, so that --help stays quick. */
export function buildProgram(terminal: Terminal, onExitCode: (code: number) => void): Command {
  const program = configure(new Command('perfcmp'), terminal)
    .description(PROGRAM_HELP.description)
    .usage('<command> [options]')
    .helpCommand('help [command]', 'print the help of a command')
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('-v, --version', 'print the version, and what it runs on'))
    .on('option:version', () => {
      terminal.stdout.write(`${versionLine()}\n`);
      throw new CommanderError(0, 'commander.version', '');
    })
    .addHelpText('after', () => pageFoot(PROGRAM_HELP.examples, PROGRAM_DETAILS, terminal.stdout.columns));

  const add = (name: CommandName): Command => {
    const { summary, description, examples } = COMMAND_HELP[name];
    const command = configure(program.command(name), terminal).summary(summary).description(description);
    const foot = (): string => pageFoot(examples, COMMAND_DETAILS[name], terminal.stdout.columns);
    return addOptions(command, OPTIONS[name]).addHelpText('after', foot);
  };
  const commands: Commands = { add, terminal, onExitCode };
  addMeasuring(commands);
  addPreparing(commands);
  addTelling(commands);
  return program;
}

/** What it takes to add commands, in the order in which they are listed. */
interface Commands {
  /** A command with its help and options. */
  readonly add: (name: CommandName) => Command;
  readonly terminal: Terminal;
  readonly onExitCode: (code: number) => void;
}

/** Those that put load on servers. */
function addMeasuring({ add, terminal, onExitCode }: Commands): void {
  add('run')
    .argument(
      '[targets...]',
      'URLs, names of bundled targets or commands; label=target renames one, NAME=value before it is environment',
    )
    .action(async (targets: string[], flags: RunFlags) => {
      onExitCode(await (await import('./run.js')).runCommand(targets, flags, terminal));
    })
    // hyperfine's name for --parameter-step.
    .addOption(new Option('--parameter-step-size <size>').hideHelp());

  add('gate')
    .argument('[targets...]', 'as those of run; the first is the baseline unless --baseline names another')
    .action(async (targets: string[], flags: GateFlags) => {
      onExitCode(await (await import('./gate.js')).gateCommand(targets, flags, terminal));
    })
    // Known only to be refused with their reasons.
    .addOption(new Option('--quick').hideHelp())
    .addOption(new Option('--resume <run>').hideHelp());

  add('load')
    .usage('[options] [url] [-- command...]')
    .argument('[url]', 'http://, https:// or unix:/path/to.sock; may be left out with a command')
    .action(async (url: string | undefined, flags: LoadFlags) => {
      onExitCode(await (await import('./load.js')).loadCommand(url === undefined ? [] : [url], flags, terminal));
    })
    // Known only to be refused with a way out, which is more than wrk's users would get from "unknown option".
    .addOption(new Option('-s, --script <file>').hideHelp());

  add('search')
    .usage('[options] [url] [-- command...]')
    .argument('[url]', 'http://, https:// or unix:/path/to.sock; may be left out with a command')
    .action(async (url: string | undefined, flags: SearchFlags) => {
      onExitCode(await (await import('./search.js')).searchCommand(url === undefined ? [] : [url], flags, terminal));
    });

  add('calibrate')
    .argument('[target]', 'name of a bundled target or a command (default: node-http)')
    .action(async (target: string | undefined, flags: CalibrateFlags) => {
      onExitCode(await (await import('./calibrate.js')).calibrateCommand(target, flags, terminal));
    });
}

/** Those that look after targets, this folder and this machine. */
function addPreparing({ add, terminal, onExitCode }: Commands): void {
  add('verify')
    .argument('<target...>', 'URLs, names of bundled targets or commands; default and all are several')
    .action(async (targets: string[], flags: VerifyFlags) => {
      onExitCode(await (await import('./verify.js')).verifyCommand(targets, flags, terminal));
    });

  add('build')
    .argument('[targets...]', 'names of targets, "default" or "all" (default: all that can be built here)')
    .action(async (targets: string[], flags: BuildFlags) => {
      onExitCode(await (await import('./build.js')).buildCommand(targets, flags, terminal));
    });

  add('init').action(async (flags: InitFlags) => {
    onExitCode(await (await import('./init.js')).initCommand(flags, terminal));
  });

  add('list').action(async (flags: ListFlags) => {
    onExitCode(await (await import('./list.js')).listCommand(flags, terminal));
  });

  add('doctor').action(async (flags: DoctorFlags) => {
    onExitCode(await (await import('./doctor.js')).doctorCommand(flags, terminal));
  });

  add('clean').action(async (flags: CleanFlags) => {
    onExitCode(await (await import('./clean.js')).cleanCommand(flags, terminal));
  });
}

/** Those that tell what was measured, here or elsewhere, and the script of a shell. */
function addTelling({ add, terminal, onExitCode }: Commands): void {
  add('report')
    .argument('[id]', 'id of a stored run (default: last)')
    .action(async (id: string | undefined, flags: ReportFlags) => {
      onExitCode(await (await import('./report.js')).reportCommand(id, flags, terminal));
    });

  add('diff')
    .argument('<first>', 'id of a stored run, last, or the file of a JSON report')
    .argument('<second>', 'what is held against it')
    .action(async (first: string, second: string, flags: DiffFlags) => {
      onExitCode(await (await import('./diff.js')).diffCommand([first, second], flags, terminal));
    });

  add('import')
    .argument('<file...>', 'what a load generator wrote; name=FILE names it, - is standard input')
    .action(async (files: string[], flags: ImportFlags) => {
      onExitCode(await (await import('./import.js')).importCommand(files, flags, terminal));
    });

  add('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      onExitCode(await (await import('./completion/script.js')).completionCommand(shell, terminal));
    });
}

function configure(command: Command, { stdout }: Terminal): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // Errors are told by main, in one place and one form.
      writeErr: () => undefined,
    })
    .showSuggestionAfterError(false);
}
