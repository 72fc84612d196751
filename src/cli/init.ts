import { EXIT } from '../errors.js';
import type { InitResult } from '../session/init.js';
import { printable } from '../units/words.js';
import { aligned } from './aligned.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** The options of `init` as typed. */
export interface InitFlags {
  readonly json?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** `perfcmp init`: writes a config made of what can be found out about the present folder. */
export async function initCommand(flags: InitFlags, terminal: Terminal): Promise<number> {
  const { initConfig } = await import('../session/init.js');
  const dryRun = flags.dryRun === true;
  const result = initConfig(terminal.cwd, { isJson: flags.json === true, force: flags.force === true, dryRun });
  await print(terminal.stdout, dryRun ? result.text : renderInit(result, terminal.env));
  return EXIT.ok;
}

/** What was written, what it is made of, and what to type next. */
export function renderInit(result: InitResult, env: NodeJS.ProcessEnv): string {
  const { fileName, project, isStoreSeenByGit } = result;
  const program = project.hasPerfcmp || env.npm_command === 'exec' ? 'npx perfcmp' : 'perfcmp';
  const steps = project.server?.buildSteps ?? [];
  const notes = [
    ...(project.server === null
      ? ['no server to start was found here, so the config compares two that come with perfcmp']
      : []),
    ...(isStoreSeenByGit ? ['runs will be stored in reports/, which .gitignore does not have'] : []),
  ];
  return [
    `${fileName} is written`,
    ...aligned(foundRows(result)),
    ...notes.map((note) => `note: ${note}`),
    `next: ${[...steps, `${program} run --quick`].join(' && ')}`,
  ].join('\n');
}

function foundRows({ project: { server } }: InitResult): readonly (readonly string[])[] {
  if (server === null) return [];
  const { command, from, framework, routes, routesFrom, fixedPort } = server;
  return [
    ...(framework === null ? [] : [['framework', framework]]),
    ['start', printable(`${command}, from ${from}`)],
    ['port', fixedPort === null ? `chosen by perfcmp, in ${placeOfPort(command)}` : `${fixedPort}, whatever PORT says`],
    ['routes', routes.length === 0 ? '/, as none was found' : `${routes.join(', ')}, from ${routesFrom}`],
  ];
}

function placeOfPort(command: string): string {
  return command.includes('{port}') ? '{port}' : 'PORT';
}
