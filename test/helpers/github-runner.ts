// How GitHub's runner reads what a step writes; the rules of actions/runner (ActionCommand.cs, FileCommandManager.cs).

/** A workflow command as the runner understands it. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line of a step's output; null: no command. */
export function readCommandLine(line: string): WorkflowCommand | null {
  const text = line.trimStart();
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  if (end === -1) return null;
  const info = text.slice(2, end);
  const space = info.indexOf(' ');
  const pairs =
    space === -1
      ? []
      : info
          .slice(space + 1)
          .trim()
          .split(',');
  const properties = pairs.flatMap((pair): [string, string][] => {
    const [name = '', ...rest] = pair.split('=');
    return name === '' || rest.join('=') === '' ? [] : [[name, unescaped(rest.join('='), PROPERTY)]];
  });
  return {
    name: space === -1 ? info : info.slice(0, space),
    properties: Object.fromEntries(properties),
    message: unescaped(text.slice(end + 2), MESSAGE),
  };
}

/** Reads a file of outputs; throws where the runner would fail the step. */
export function readOutputFile(text: string): Record<string, string> {
  const lines = text.split('\n');
  const outputs: Record<string, string> = {};
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 0) throw new Error(`invalid format: ${line}`);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter);
    if (heredoc === 0 || delimiter === '' || end === -1) throw new Error(`no end: ${line}`);
    outputs[line.slice(0, heredoc)] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return outputs;
}

const MESSAGE = ['%0D', '%0A', '%25'];
const PROPERTY = ['%0D', '%0A', '%3A', '%2C', '%25'];

function unescaped(text: string, escapes: readonly string[]): string {
  return escapes.reduce((left, code) => left.replaceAll(code, decodeURIComponent(code)), text);
}
