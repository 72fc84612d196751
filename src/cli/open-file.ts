import { spawn } from 'node:child_process';

/** An opener that still runs after this shows the file itself. */
const GRACE_MS = 1000;

/** The program that opens files on a system. */
export function openerOf(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'start';
  return platform === 'darwin' ? 'open' : 'xdg-open';
}

/** Shows a file in whatever this system opens it with; false where nothing does. */
export function openFile(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const opener = openerOf(process.platform);
  // `start` is no program but a word of cmd, which takes the first quotes for the title of a window.
  const [command, args] = opener === 'start' ? ['cmd.exe', ['/d', '/s', '/c', `start "" "${path}"`]] : [opener, [path]];
  return new Promise((done) => {
    const options = { env, detached: true, stdio: 'ignore', windowsVerbatimArguments: true } as const;
    const child = spawn(command, args, options);
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
    setTimeout(() => done(true), GRACE_MS).unref();
    child.unref();
  });
}
