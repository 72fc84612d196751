import { type Revision, revisionName, type TargetDescription } from '../../model/target.js';
import type { Warning } from '../../model/warning.js';
import { runWarning } from '../warnings.js';

/** `same-code` and `uncommitted`: what was checked out is not what one would think from the names. */
export function checkRevisions(targets: readonly TargetDescription[], baseline: string): Warning[] {
  const base = targets.find(({ name }) => name === baseline)?.revision;
  return targets.flatMap(({ name, revision }) => {
    if (revision === undefined || name === baseline) return [];
    return [...uncommitted(name, revision), ...(base === undefined ? [] : sameCode({ name, revision }, base))];
  });
}

function uncommitted(target: string, revision: Revision): Warning[] {
  const { changedFiles } = revision;
  if (changedFiles === 0) return [];
  const files = changedFiles === 1 ? 'a changed file' : `${changedFiles} changed files`;
  const message = `measured with ${files} that ${changedFiles === 1 ? 'is' : 'are'} in no commit: ${revisionName(revision)}`;
  return [runWarning('uncommitted', 'note', message, { target })];
}

function sameCode({ name, revision }: { name: string; revision: Revision }, base: Revision): Warning[] {
  if (base.tree !== revision.tree || base.changedFiles + revision.changedFiles > 0) return [];
  const commits = base.commit === revision.commit ? 'the same commit' : 'commits with the same files';
  const message = `${base.ref} and ${revision.ref} are ${commits}: whatever differs is noise`;
  return [runWarning('same-code', 'warn', message, { target: name })];
}
