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
    const timer = setTimeout(end, GRACE_MS, true);
    function end(isShown: boolean): void {
      clearTimeout(timer);
      child.unref();
      done(isShown);
    }
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
  });
}
