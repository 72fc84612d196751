import { tellCiOfError } from './ci.js';
import { asksForDebug, exitCodeOf, renderError } from './errors.js';
import { runProgram } from './program.js';
import { leaveErrorsToPrint, print } from './streams.js';
import { mayColor, type Terminal } from './terminal.js';

const terminal: Terminal = {
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: () => process.stdin,
};

async function tellAndExit(error: unknown): Promise<never> {
  const style = { debug: asksForDebug(terminal), color: mayColor(terminal.stderr, terminal.env) };
  await print(terminal.stderr, renderError(error, style));
  const message = error instanceof Error ? error.message : String(error);
  await tellCiOfError(terminal, message, exitCodeOf(error));
  process.exit(exitCodeOf(error));
}

leaveErrorsToPrint(process.stdout);
leaveErrorsToPrint(process.stderr);
// Errors thrown where nobody awaits, in the event of a socket for example, are told like any other.
process.on('uncaughtException', tellAndExit);

const exitCode = await runProgram(terminal).catch(tellAndExit);
// Nothing is left to do, and whatever still holds the event loop must not hold the user.
process.exit(exitCode);
