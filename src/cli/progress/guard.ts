import type { TerminalStream } from '../terminal.js';
import type { TtyProgress } from './tty.js';

/**
 * Keeps a terminal usable however the program leaves it: at its end, at an error nobody caught, and while it is suspended
 * by Ctrl-Z. Draws anew when the size changes. Signals that end the program come here as its end. Gives back what ends this.
 */
export function guardTerminal(stream: TerminalStream, view: TtyProgress): () => void {
  const leave = (): void => view.stop();
  const redraw = (): void => view.redraw();
  const suspend = (): void => {
    view.stop();
    // The default action, which the listener had replaced, knows whether there is a shell that could go on with us.
    process.off('SIGTSTP', suspend).once('SIGCONT', resume).kill(process.pid, 'SIGTSTP');
  };
  const resume = (): void => {
    process.on('SIGTSTP', suspend);
    view.redraw();
  };
  // The monitor runs before whoever prints the error: taken away later, the view would take the error along.
  process.once('exit', leave).once('uncaughtExceptionMonitor', leave).on('SIGTSTP', suspend);
  stream.on?.('resize', redraw);
  return () => {
    process.off('exit', leave).off('uncaughtExceptionMonitor', leave).off('SIGTSTP', suspend).off('SIGCONT', resume);
    stream.off?.('resize', redraw);
  };
}
