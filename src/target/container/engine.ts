import { findOnPath } from '../../machine/toolchain.js';

const TIMEOUT_MS = 20_000;

/** The program that runs containers: docker, or what PERFCMP_DOCKER names, such as podman. */
export function engineProgram(): string {
  return process.env.PERFCMP_DOCKER || 'docker';
}

/** What the program answered. */
export interface EngineAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** Why it failed, in one line; what it said otherwise, if anything. */
  readonly message: string;
}

/** Asks the engine for something that ends by itself. Whatever comes of it is a value. */
export async function askEngine(
  args: readonly string[],
  { timeoutMs = TIMEOUT_MS, cwd = '/' }: { readonly timeoutMs?: number; readonly cwd?: string } = {},
): Promise<EngineAnswer> {
  const { execa } = await import('execa');
  const result = await execa(engineProgram(), args, {
    cwd,
    reject: false,
    stdin: 'ignore',
    timeout: timeoutMs,
    forceKillAfterDelay: 500,
  });
  const message = result.timedOut
    ? `${engineProgram()} ${args[0]} did not end within ${Math.round(timeoutMs / 1000)} s`
    : engineMessage(result.stderr ?? '') || result.shortMessage || '';
  return { ok: !result.failed, stdout: result.stdout ?? '', message };
}

/** The line of an engine's complaint that says what is wrong, without who says it. */
export function engineMessage(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^(run|see) '/i.test(line));
  const telling = lines.find((line) => /error|cannot|denied|invalid|unknown/i.test(line)) ?? lines.at(-1) ?? '';
  return telling
    .trim()
    .replace(/^(docker|podman|error): /i, '')
    .replace(/^error response from daemon: /i, '')
    .replace(/[.:]$/, '');
}

/** Why no container can be run here, and what to do about it. */
export interface EngineProblem {
  readonly message: string;
  readonly hint: string;
}

/** Null where the engine answers. */
export async function engineProblem(): Promise<EngineProblem | null> {
  const program = engineProgram();
  if (findOnPath(program) === null) {
    const hint = 'install it, or name another engine that is: PERFCMP_DOCKER=podman';
    return { message: `${program} is not on PATH`, hint };
  }
  const elsewhere = remoteVariable() ?? (await remoteContext());
  if (elsewhere !== null) {
    const message = `containers would run on another machine (${elsewhere})`;
    return { message, hint: 'perfcmp loads what runs beside it: start perfcmp there, or choose an engine here' };
  }
  const { ok, message } = await askEngine(['version', '--format', '{{json .}}']);
  if (ok) return null;
  const hint = /permission denied/i.test(message)
    ? 'whoever may use it is in the group docker; podman asks for no rights: PERFCMP_DOCKER=podman'
    : 'start it: systemctl start docker, or Docker Desktop; docker version tells when it is there';
  return { message: `the engine of ${program} does not answer: ${message}`, hint };
}

/** Null where there is a compose. */
export async function composeProblem(): Promise<EngineProblem | null> {
  const program = engineProgram();
  const { ok, message } = await askEngine(['compose', 'version']);
  if (ok) return null;
  return { message: `${program} has no compose: ${message}`, hint: 'install its plugin, docker-compose-plugin' };
}

/** The engine as `list` shows it: its version, or why it cannot be used. */
export async function describeEngine(): Promise<{ readonly version: string | null; readonly problem: string | null }> {
  const problem = await engineProblem();
  if (problem !== null) return { version: null, problem: `${problem.message} (${problem.hint})` };
  const { stdout } = await askEngine(['--version']);
  return { version: /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown', problem: null };
}

/** The variable that sends containers to another machine, as `NAME=value`; null where none does. */
function remoteVariable(): string | null {
  for (const name of ['DOCKER_HOST', 'CONTAINER_HOST']) {
    const value = process.env[name] ?? '';
    if (isRemote(value)) return `${name}=${value}`;
  }
  return null;
}

/** The same of the context that was chosen; podman has none. */
async function remoteContext(): Promise<string | null> {
  if (process.env.DOCKER_HOST) return null;
  const { stdout } = await askEngine(['context', 'inspect', '--format', '{{json .Endpoints.docker.Host}}']);
  const host = /^"(.*)"$/.exec(stdout.trim())?.[1] ?? '';
  return isRemote(host) ? `its context is at ${host}` : null;
}

/** Whether an address of an engine is of another machine: no socket, and not this one by its name. */
export function isRemote(address: string): boolean {
  const host = /^(?:tcp|ssh|https?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)/.exec(address)?.[1];
  return host !== undefined && !/^(localhost|127\..*|\[::1\])$/.test(host);
}
