import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ProcessTree } from '../machine/process-tree.js';
import { type Aftermath, startWatchdog, type Watchdog } from './watchdog.js';

const TERM_GRACE_MS = 5000;
const KILL_GRACE_MS = 5000;
const POLL_MS = 20;

/** How a process ended: one of the two is null. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Takes everything that a group prints. */
export interface OutputSink {
  write(chunk: Buffer): void;
  /** Nothing more will come. */
  close(): void;
}

/** What to start as the leader of a new group. */
export interface ProcessSpec {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** `NAME=value` that is unique to this instance and stands in `env`: finds processes that left the group. */
  readonly marker: string;
  readonly log: OutputSink;
  /** Absent: it has a stdin, which ends when we do. */
  readonly stdin?: 'ignore';
  /** Between SIGTERM and SIGKILL; absent: five seconds, in which a server answers what is in flight. */
  readonly graceMs?: number;
  /** Run when perfcmp is gone and the group is killed: for what is no process of it. */
  readonly aftermath?: Aftermath | undefined;
}

/** Starts a process as the leader of its own group; rejects with node's error when it cannot be started at all. */
export async function startProcessGroup(spec: ProcessSpec): Promise<ProcessGroup> {
  const [file, ...args] = spec.command;
  const stdio = [spec.stdin ?? 'pipe', 'pipe', 'pipe'] as const;
  const child = spawn(file, args, { cwd: spec.cwd, env: spec.env, detached: true, stdio: [...stdio] });
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    throw error;
  }
  return new ProcessGroup(child, child.pid, spec);
}

/** A running process group: the server, everything it forked, and the watchdog that outlives us. */
export class ProcessGroup {
  readonly pid: number;
  readonly tree: ProcessTree;
  /** Settles when the leader has ended. */
  readonly exited: Promise<ProcessExit>;
  /** How the leader ended, null while it runs. */
  exit: ProcessExit | null = null;
  readonly #child: ChildProcess;
  readonly #log: OutputSink;
  readonly #marker: string;
  readonly #graceMs: number;
  readonly #watchdog: Watchdog;
  #frozen = false;
  #stopping: Promise<boolean> | null = null;

  constructor(child: ChildProcess, pid: number, spec: ProcessSpec) {
    this.pid = pid;
    this.#watchdog = startWatchdog(pid, { markers: [spec.marker], aftermath: spec.aftermath });
    this.#child = child;
    this.#log = spec.log;
    this.#marker = spec.marker;
    this.#graceMs = spec.graceMs ?? TERM_GRACE_MS;
    this.tree = new ProcessTree(pid);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => spec.log.write(chunk));
    // A server that closes its stdin must not end us with EPIPE.
    child.stdin?.on('error', () => {});
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.exit = { code, signal };
        resolve(this.exit);
      });
    });
  }

  /** Stops the whole group where it stands, until thaw. */
  freeze(): void {
    this.#frozen = true;
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#frozen = false;
    this.#signal('SIGCONT');
  }

  /** Looks for processes of this instance that left its group and their parents. */
  adoptStrays(): void {
    this.tree.adopt(this.#marker);
  }

  /** Whether anything of it runs on, though what was started may have ended. */
  isAnyLeft(): boolean {
    this.adoptStrays();
    return this.#isGroupAlive() || this.tree.refresh().length > 0;
  }

  /** Asks, waits, then kills; true when no process of the tree is left. The same promise every time. */
  stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<boolean> {
    // Looked at before anybody ends: afterwards nobody remembers who descended from whom, nor how much it used.
    this.adoptStrays();
    this.tree.cpuNs();
    this.tree.peakRssBytes();
    if (this.#frozen) this.thaw();
    this.#signalTree('SIGTERM');
    const gone = (await this.#waitUntilGone(this.#graceMs)) || (await this.#kill());
    if (gone) this.#watchdog.disarm();
    this.tree.close();
    await this.#closeLog();
    return gone;
  }

  async #kill(): Promise<boolean> {
    const deadlineMs = performance.now() + KILL_GRACE_MS;
    do {
      // Again and again: who forks while it is being killed may be missed once.
      this.adoptStrays();
      this.#signalTree('SIGKILL');
      if (await this.#waitUntilGone(100)) return true;
    } while (performance.now() < deadlineMs);
    return false;
  }

  async #waitUntilGone(timeoutMs: number): Promise<boolean> {
    const deadlineMs = performance.now() + timeoutMs;
    while (this.exit === null || this.#isGroupAlive() || this.tree.refresh().length > 0) {
      if (performance.now() >= deadlineMs) return false;
      await Promise.race([delay(POLL_MS), ...(this.exit === null ? [this.exited] : [])]);
    }
    return true;
  }

  /** Only where /proc cannot tell: signal 0 finds zombies too. */
  #isGroupAlive(): boolean {
    return process.platform !== 'linux' && send(-this.pid, 0);
  }

  async #closeLog(): Promise<void> {
    const { stdout, stderr, stdin } = this.#child;
    // What the dead wrote is still in the pipes; a stranger that inherited them must not keep us waiting.
    const ends = [stdout, stderr].map((stream) => (stream?.readableEnded ? null : stream && once(stream, 'close')));
    await Promise.race([Promise.all(ends), delay(200, undefined, { ref: false })]);
    for (const stream of [stdout, stderr, stdin]) stream?.destroy();
    this.#log.close();
  }

  #signalTree(signal: NodeJS.Signals): void {
    const strays = this.tree.refresh().filter((process) => process.groupId !== this.pid);
    this.#signal(signal);
    for (const { pid } of strays) send(pid, signal);
  }

  #signal(signal: NodeJS.Signals): void {
    send(-this.pid, signal);
  }
}

/** False when there is nobody to receive it. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
