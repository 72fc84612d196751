import type { StartableTarget } from '../experiment/run-state.js';
import type { RunConfig } from '../model/config.js';
import type { RequestSource } from '../model/request-source.js';
import type { ProgramIdentity, ResumeDocument } from '../model/resume.js';
import { inheritedVariables } from '../target/inherited-variables.js';
import { programIdentities } from '../target/program-identity.js';
import { isSecretHeader, isSecretVariable } from '../units/secret-headers.js';
import { secretNames } from '../units/secret-texts.js';
import type { SessionIo } from './io.js';
import { ownFiles } from './own-files.js';
import { toolVersion } from './tool-version.js';

type Targets = ReadonlyMap<string, Pick<StartableTarget, 'target' | 'env'>>;

/** What a run is resumed by, should it be interrupted. What lets somebody in is not stored, and without it nothing can be repeated. */
export async function resumeDocument(config: RunConfig, targets: Targets, io: SessionIo): Promise<ResumeDocument> {
  const secrets = secretsIn(config, targets);
  const reason = secrets.length === 0 ? null : `it has values that are not stored: ${secrets.join(', ')}`;
  return {
    schema: 'perfcmp/resume@1',
    toolVersion: toolVersion(),
    cwd: io.cwd,
    config: reason === null ? config : null,
    reason,
    programs: reason === null ? await programsOf(targets, config, io.cwd) : {},
    ...(reason === null && { inherited: inheritedVariables(process.env) }),
  };
}

/** What each target would run now; what perfcmp itself writes is no change of it. */
export async function programsOf(
  targets: Targets,
  { output }: Pick<RunConfig, 'output'>,
  cwd: string,
): Promise<Record<string, ProgramIdentity>> {
  const leftOut = ownFiles(output.files, cwd, process.env);
  return programIdentities(new Map([...targets].map(([name, { target }]) => [name, target])), leftOut);
}

/** Names of headers and variables whose values let somebody in, in commands too. */
function secretsIn({ request, ownScenarios, targets: asked, launching }: RunConfig, targets: Targets): string[] {
  const sources = ownScenarios.flatMap(({ source, prepare }) => [source, ...(prepare === undefined ? [] : [prepare])]);
  const headers = [...Object.keys(request.headers), ...sources.flatMap(headersOf)];
  const variables = [...targets.values()].flatMap(({ target, env }) =>
    Object.keys({ ...env, ...('env' in target && target.env) }),
  );
  const inCommands = textsIn([asked, launching]).flatMap(secretNames);
  return [...new Set([...headers.filter(isSecretHeader), ...variables.filter(isSecretVariable), ...inCommands])];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function headersOf(source: RequestSource): string[] {
  if (source.kind === 'fixed') return source.requests.flatMap(({ headers }) => Object.keys(headers));
  return source.requests.flatMap(({ headers }) => headers.map(([name]) => name));
}
