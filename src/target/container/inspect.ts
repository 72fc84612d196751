import { z } from 'zod';
import { askEngine } from './engine.js';

/** A container as the engine describes it now. */
export interface ContainerFacts {
  readonly id: string;
  /** Without the slash that docker puts before it. */
  readonly name: string;
  readonly isRunning: boolean;
  /** Of its first process, as the engine's machine counts; null once it has ended. */
  readonly pid: number | null;
  /** Null while it runs. */
  readonly exitCode: number | null;
  /** It was ended for want of memory. */
  readonly isOutOfMemory: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

const containerSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({
    Running: z.boolean(),
    Pid: z.number().default(0),
    ExitCode: z.number().default(0),
    OOMKilled: z.boolean().default(false),
  }),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
});

/** The containers of these names or ids; those that are not there are left out. */
export async function inspectContainers(names: readonly string[]): Promise<ContainerFacts[]> {
  if (names.length === 0) return [];
  // One that is missing makes it fail, and the others are told all the same.
  const { stdout } = await askEngine(['inspect', '--type', 'container', '--format', '{{json .}}', ...names]);
  return parseContainers(stdout);
}

/** Containers out of what `inspect --format '{{json .}}'` prints. */
export function parseContainers(stdout: string): ContainerFacts[] {
  return jsonValues(stdout).flatMap((value) => {
    const parsed = containerSchema.safeParse(value);
    if (!parsed.success) return [];
    const { Id: id, Name, State, Config } = parsed.data;
    return [
      {
        id,
        name: Name.replace(/^\//, ''),
        isRunning: State.Running,
        pid: State.Pid > 0 ? State.Pid : null,
        exitCode: State.Running ? null : State.ExitCode,
        isOutOfMemory: State.OOMKilled,
        labels: Config.Labels ?? {},
      },
    ];
  });
}

/** Ids of the containers with a label, those that have ended included. */
export async function containersWith(label: string): Promise<string[]> {
  const { stdout } = await askEngine(['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`]);
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

/** The values of a JSON document, as podman prints several of them, or of lines of JSON, as docker does. */
export function jsonValues(text: string): unknown[] {
  const whole = parseJson(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  return text.split('\n').flatMap((line) => parseJson(line) ?? []);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
