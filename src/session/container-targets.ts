import { runWarning } from '../analysis/warnings.js';
import { requestName } from '../config/target-request.js';
import { TargetError } from '../errors.js';
import type { TargetRequest } from '../model/config.js';
import type { RunEvent } from '../model/events.js';
import type { ReadinessSpec, Target } from '../model/target.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import { composeProblem, type EngineProblem, engineProblem } from '../target/container/engine.js';
import { removeContainers } from '../target/container/leftovers.js';
import { prepareComposed, prepareImage } from '../target/container/prepare.js';
import type { SessionIo } from './io.js';

/** What was asked for that neither perfcmp nor a shell runs. */
type ContainerRequest = Extract<TargetRequest, { readonly kind: 'docker' | 'compose' | 'service' }>;

/** The target that a request for a container, a service or a URL with its commands stands for. */
export function containerTarget(request: ContainerRequest, settings: ReadinessSpec & { readonly cwd: string }): Target {
  const { label: _label, ...spec } = request;
  const { cwd, healthPath, readyTimeoutMs } = settings;
  const common = { name: requestName(request), healthPath, readyTimeoutMs };
  switch (spec.kind) {
    case 'docker':
      return { ...spec, ...common };
    case 'compose':
      return { ...spec, ...common, cwd };
    case 'service':
      return { ...spec, ...common, cwd, endpoint: parseEndpoint(spec.url).endpoint };
  }
}

/** By name why targets that are containers cannot run here. The engine is asked once, however many they are. */
export async function containerProblems(targets: readonly Target[]): Promise<ReadonlyMap<string, TargetError>> {
  const contained = targets.filter(isContained);
  const ofEngine = contained.length === 0 ? null : await engineProblem();
  const ofCompose = ofEngine ?? (contained.some(({ kind }) => kind === 'compose') ? await composeProblem() : null);
  return new Map(
    contained.flatMap(({ kind, name }) => {
      const problem = kind === 'compose' ? ofCompose : ofEngine;
      return problem === null ? [] : [[name, unfit(name, problem)] as const];
    }),
  );
}

function isContained({ kind }: Target): boolean {
  return kind === 'docker' || kind === 'compose';
}

function unfit(name: string, { message, hint }: EngineProblem): TargetError {
  return new TargetError('tool-missing', name, `target "${name}": ${message}`, { hint });
}

/** Fetches and builds what containers run, and clears away what dead runs left; by name why one cannot run. */
export async function prepareContainers(
  targets: readonly Target[],
  io: SessionIo,
): Promise<ReadonlyMap<string, TargetError>> {
  const contained = targets.filter(isContained);
  if (contained.length === 0) return new Map();
  await removeContainers();
  const failures = new Map<string, TargetError>();
  for (const target of contained) {
    try {
      if (target.kind === 'docker') await prepareImage(target, io);
      if (target.kind === 'compose') await prepareComposed(target, io);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      failures.set(target.name, error);
    }
  }
  return failures;
}

/** That nobody can tell whose answers come through a published port: docker holds it, whoever is behind. */
export function identityWarnings(targets: readonly Target[]): RunEvent[] {
  return targets.flatMap((target) => {
    const { kind, name } = target;
    const why = WHY_UNKNOWN[kind];
    // In the network of this machine its processes hold the port themselves.
    if (why === undefined || (target.kind === 'docker' && target.network === 'host')) return [];
    const message = `that its own process answers cannot be checked: ${why}`;
    return [{ kind: 'warning', warning: runWarning('no-identity', 'note', message, { target: name }) }];
  });
}

const WHY_UNKNOWN: Partial<Record<Target['kind'], string>> = {
  docker: 'its port is published by the container engine',
  compose: 'its port is published by the container engine',
  service: 'it is started by a command that may have handed it on',
};
