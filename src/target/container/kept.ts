import { z } from 'zod';
import { askEngine } from './engine.js';
import { type ContainerFacts, containersWith, inspectContainers, jsonValues, parseContainers } from './inspect.js';
import { PROJECT_LABEL, removeProjectRest } from './leftovers.js';
import { isOwnerGone, OWNER_LABEL, RUN_LABEL } from './owner.js';

/** A container that some perfcmp started and that is still there, or all those of one compose project. */
export interface KeptContainer {
  /** Its own, or the project's. */
  readonly name: string;
  readonly ids: readonly string[];
  /** Null: of no compose project. */
  readonly project: string | null;
  /** Of the project's the oldest. */
  readonly createdAtMs: number;
  /** Its perfcmp runs, or may well: whether one of another machine or PID namespace does cannot be seen. */
  readonly isInUse: boolean;
}

const createdSchema = z.object({ Id: z.string(), Created: z.coerce.date() });

/** What perfcmp started in containers, ended ones included; only an engine that answers can tell. */
export async function keptContainers(): Promise<KeptContainer[]> {
  const ids = await containersWith(RUN_LABEL);
  if (ids.length === 0) return [];
  const { stdout } = await askEngine(['inspect', '--type', 'container', '--format', '{{json .}}', ...ids]);
  const createdAtMs = createdTimes(stdout);
  const groups = new Map<string, ContainerFacts[]>();
  for (const one of parseContainers(stdout)) {
    // Anybody may have given it the one label.
    if (one.labels[OWNER_LABEL] === undefined) continue;
    const key = one.labels[PROJECT_LABEL] ?? one.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => asKept(group, createdAtMs));
}

function asKept(group: readonly ContainerFacts[], createdAtMs: ReadonlyMap<string, number>): KeptContainer {
  const [first] = group;
  const project = first?.labels[PROJECT_LABEL] ?? null;
  return {
    name: project ?? first?.name ?? '',
    ids: group.map(({ id }) => id),
    project,
    // One that cannot be dated is not spared for its youth.
    createdAtMs: Math.min(...group.map(({ id }) => createdAtMs.get(id) ?? 0)),
    isInUse: !group.every(({ labels }) => isOwnerGone(labels[OWNER_LABEL])),
  };
}

function createdTimes(stdout: string): Map<string, number> {
  return new Map(
    jsonValues(stdout).flatMap((value) => {
      const parsed = createdSchema.safeParse(value);
      return parsed.success ? [[parsed.data.Id, parsed.data.Created.getTime()] as const] : [];
    }),
  );
}

/** Removes it, with the networks and volumes of its compose project; fails with the engine's reason where it is still there. */
export async function removeKept({ ids, project }: KeptContainer): Promise<void> {
  const { message } = await askEngine(['rm', '--force', '--volumes', ...ids]);
  const left = await inspectContainers(ids);
  if (left.length > 0) throw new Error(message || 'the engine did not remove it');
  if (project !== null) await removeProjectRest(project);
}
