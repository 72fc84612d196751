import { findOnPath } from '../../machine/toolchain.js';
import { askEngine, engineProgram } from './engine.js';
import { type ContainerFacts, containersWith, inspectContainers } from './inspect.js';
import { isOwnerGone, OWNER_LABEL, RUN_LABEL } from './owner.js';

/** What compose marks everything of a project with. */
export const PROJECT_LABEL = 'com.docker.compose.project';

// By its label alone: the compose file goes with perfcmp, which may be gone before this begins. Again and again, because the
// engine may be about to create what is not there yet.
const REMOVE_PROJECT = `
for pause in 0 1 3; do
  sleep "$pause"
  ids=$("$1" ps --all --quiet --filter "label=$2")
  [ -z "$ids" ] || "$1" rm --force --volumes $ids
  for kind in network volume; do
    ids=$("$1" "$kind" ls --quiet --filter "label=$2")
    [ -z "$ids" ] || "$1" "$kind" rm $ids
  done
done
`;

/** The command with which a watchdog removes a compose project, its networks and volumes included. */
export function projectRemoval(engine: string, project: string): readonly string[] {
  return ['sh', '-c', REMOVE_PROJECT, 'perfcmp-removal', engine, `${PROJECT_LABEL}=${project}`];
}

/**
 * Removes the containers of runs that are over, as an engine that was away when perfcmp ended leaves them, with the networks
 * and volumes of their compose projects. Gives the names of what was removed; none where no engine answers.
 */
export async function removeContainers(): Promise<readonly string[]> {
  if (findOnPath(engineProgram()) === null) return [];
  const all = await inspectContainers(await containersWith(RUN_LABEL));
  const doomed = all.filter(({ labels }) => isOwnerGone(labels[OWNER_LABEL]));
  if (doomed.length === 0) return [];
  await askEngine(['rm', '--force', '--volumes', ...doomed.map(({ id }) => id)]);
  for (const project of projectsOf(doomed)) await removeProjectRest(project);
  const left = new Set((await inspectContainers(doomed.map(({ id }) => id))).map(({ id }) => id));
  return doomed.filter(({ id }) => !left.has(id)).map(({ name }) => name);
}

function projectsOf(containers: readonly ContainerFacts[]): string[] {
  return [...new Set(containers.flatMap(({ labels }) => labels[PROJECT_LABEL] ?? []))];
}

/** What a compose project has beside its containers. */
export async function removeProjectRest(project: string): Promise<void> {
  for (const kind of ['network', 'volume']) {
    const { stdout } = await askEngine([kind, 'ls', '--quiet', '--filter', `label=${PROJECT_LABEL}=${project}`]);
    const ids = stdout.split('\n').filter((line) => line.trim() !== '');
    if (ids.length > 0) await askEngine([kind, 'rm', ...ids]);
  }
}
