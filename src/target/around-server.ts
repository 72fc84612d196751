import { randomUUID } from 'node:crypto';
import { TargetError } from '../errors.js';
import { findOnPath } from '../machine/toolchain.js';
import type { LaunchCommands } from '../model/launch.js';
import { shownText } from '../units/secret-texts.js';
import { failureOf, stoppedBeforeEnd } from './build-step.js';
import type { CappedLog } from './capped-log.js';
import { interruptedError } from './interrupted.js';
import { type ProcessGroup, startProcessGroup } from './process-group.js';
import type { StartCommand } from './start-command.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

const GRACE_MS = 1000;
const LOG_TAIL_LINES = 20;
/** Somebody who interrupts wants to leave, and what was prepared has to be undone all the same. */
const INTERRUPTED_CLEANUP_MS = 10_000;
/** Not PERFCMP_PREPARE, which is the variable of `--prepare`. */
const MARKER = 'PERFCMP_LAUNCH_STEP';

/** What one server is surrounded with. */
export interface Surroundings {
  readonly target: string;
  readonly commands: LaunchCommands | null;
  readonly start: StartCommand;
  /** Of the server, which is not closed here. */
  readonly log: CappedLog;
  readonly signal: AbortSignal;
}

/** The commands before and after one server, with what the first of them left running for it. */
export class AroundServer {
  readonly #surroundings: Surroundings;
  /** In the variables of both commands. */
  readonly #mark = randomUUID();
  #begun = false;
  #leftRunning: ProcessGroup | null = null;
  #watchdog: Watchdog | null = null;
  #after: Promise<void> | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Runs `prepare`; what it starts in the background lives as long as the server. A TargetError says how it failed. */
  async before(): Promise<void> {
    const { target, commands, signal } = this.#surroundings;
    this.#begun = true;
    this.#watchdog = this.#watchOverCleanup();
    if (commands === null || commands.prepare === null) return;
    const failure = await this.#run('prepare', commands.prepare, commands.timeoutMs, signal);
    if (signal.aborted) throw interruptedError(target);
    if (failure !== null) throw failure;
  }

  /** Ends what `prepare` left, then runs `cleanup` where anything was begun; the same promise every time. */
  after(): Promise<void> {
    this.#after ??= this.#end();
    return this.#after;
  }

  async #end(): Promise<void> {
    const { commands, signal } = this.#surroundings;
    await this.#leftRunning?.stop();
    if (!this.#begun || commands === null || commands.cleanup === null) return;
    const timeoutMs = signal.aborted ? Math.min(commands.timeoutMs, INTERRUPTED_CLEANUP_MS) : commands.timeoutMs;
    const failure = await this.#run('cleanup', commands.cleanup, timeoutMs, null);
    // Only now: one that perfcmp did not live to see the end of is run again.
    this.#watchdog?.disarm();
    if (failure !== null) throw failure;
  }

  /** What runs `cleanup` where perfcmp is killed, once the server and `prepare` are; null: there is none. */
  #watchOverCleanup(): Watchdog | null {
    const { commands, start } = this.#surroundings;
    if (commands === null || commands.cleanup === null) return null;
    const { marker, cwd, env } = start;
    const timeout = findOnPath('timeout');
    const limit = timeout === null ? [] : [timeout, '-s', 'KILL', String(Math.ceil(commands.timeoutMs / 1000))];
    const command = [...limit, 'sh', '-c', start.fill(commands.cleanup)];
    // `prepare` has a watchdog of its own, and nobody knows which of the two is the first.
    return startWatchdog(null, { markers: [marker, `${MARKER}=${this.#mark}`], aftermath: { command, cwd, env } });
  }

  async #run(
    what: 'prepare' | 'cleanup',
    written: string,
    timeoutMs: number,
    signal: AbortSignal | null,
  ): Promise<TargetError | null> {
    const { target, start, log } = this.#surroundings;
    const command = start.fill(written);
    const shown = shownText(command);
    log.write(Buffer.from(`$ ${shown}\n`));
    const group = await this.#spawn(command).catch((error: NodeJS.ErrnoException) => error.code ?? String(error));
    if (typeof group === 'string') {
      const message = `target "${target}": ${what} could not be started: ${group}: ${shown}`;
      return new TargetError(`${what}-failed`, target, message, { hint: `does the folder ${start.cwd} exist?` });
    }
    const limits = { timeoutMs, timeoutName: 'the limit of --prepare-timeout', signal };
    const failure = (await stoppedBeforeEnd(group, limits)) ?? failureOf(group.exit);
    if (failure === null && what === 'prepare' && group.isAnyLeft()) this.#leftRunning = group;
    else await group.stop();
    if (failure === null) return null;
    return new TargetError(`${what}-failed`, target, `target "${target}": ${what} ${failure}: ${shown}`, {
      hint: `it is run by sh -c in ${start.cwd}, with the server's variables`,
      logTail: log.tail(LOG_TAIL_LINES),
    });
  }

  #spawn(command: string): Promise<ProcessGroup> {
    const { start, log } = this.#surroundings;
    return startProcessGroup({
      command: ['sh', '-c', command],
      cwd: start.cwd,
      // Without the server's own mark: what is prepared for it is none of its processes.
      env: { ...start.env, [start.marker.split('=')[0] ?? '']: undefined, [MARKER]: this.#mark },
      marker: `${MARKER}=${this.#mark}`,
      log: { write: (chunk) => log.write(chunk), close: () => undefined },
      stdin: 'ignore',
      graceMs: GRACE_MS,
    });
  }
}
