import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NoAnswer, openClient } from '../contract/client.js';
import { TargetError } from '../errors.js';
import { everyRequest } from '../load/sample-requests.js';
import {
  acceptsStatus,
  type RequestSpec,
  type Scenario,
  type ScenarioFile,
  SUCCESS_STATUSES,
} from '../model/scenario.js';
import { bodyExcerpt } from '../scenario/excerpt.js';
import { randomBytes } from '../scenario/random-bytes.js';
import type { Instance } from '../target/instance.js';
import { makeFolder } from '../units/make-folder.js';

const TIMEOUT_MS = 10_000;
const CONNECTIONS = 64;

/** What has to be known of a server to prepare it. */
export type PreparedInstance = Pick<Instance, 'endpoint' | 'dataDir'>;

/** Gives a server what its scenarios need to find there: files, and whatever the requests of `prepare` make of it. */
export async function prepareInstance(
  instance: PreparedInstance,
  target: string,
  scenarios: readonly Scenario[],
  signal: AbortSignal,
): Promise<void> {
  for (const { name, files = [] } of scenarios) {
    if (files.length === 0) continue;
    if (instance.dataDir === null) {
      throw new TargetError(
        'no-data-folder',
        target,
        `target "${target}" has no data folder for the files of scenario "${name}"`,
        {
          hint: 'perfcmp gives one to the servers that it starts',
        },
      );
    }
    await writeFiles(instance.dataDir, files);
  }
  const prepared = new Set<Scenario['prepare']>();
  for (const { name, prepare } of scenarios) {
    // Scenarios may share what they need.
    if (prepare === undefined || prepared.has(prepare)) continue;
    prepared.add(prepare);
    await sendAll(instance, everyRequest(prepare, instance.endpoint), { target, scenario: name, signal });
  }
}

async function writeFiles(folder: string, files: readonly ScenarioFile[]): Promise<void> {
  for (const [index, file] of files.entries()) {
    const path = join(folder, file.path);
    makeFolder(dirname(path));
    await writeFile(path, 'text' in file ? file.text : randomBytes(file.bytes, index));
  }
}

async function sendAll(
  instance: PreparedInstance,
  requests: readonly RequestSpec[],
  about: { readonly target: string; readonly scenario: string; readonly signal: AbortSignal },
): Promise<void> {
  const client = openClient(instance.endpoint, {
    timeoutMs: TIMEOUT_MS,
    connections: CONNECTIONS,
    signal: about.signal,
  });
  const waiting = [...requests].reverse();
  const sendNext = async (): Promise<void> => {
    for (let request = waiting.pop(); request !== undefined; request = waiting.pop()) {
      const answer = await client.send(request).catch((error: unknown) => {
        if (error instanceof NoAnswer) return { got: error.message };
        throw error;
      });
      const got = 'got' in answer ? answer.got : refusal(answer.status, answer.body);
      if (got !== null) throw refused(about, request, got);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(CONNECTIONS, requests.length) }, sendNext));
  } finally {
    waiting.length = 0;
    client.close();
  }
}

function refusal(status: number, body: Uint8Array): string | null {
  const isAccepted = acceptsStatus({ status: SUCCESS_STATUSES, body: null, mediaType: null }, status);
  return isAccepted ? null : `${status} ${bodyExcerpt(body)}`;
}

function refused(
  { target, scenario }: { readonly target: string; readonly scenario: string },
  { method, path }: RequestSpec,
  got: string,
): TargetError {
  const message = `target "${target}" could not be prepared for scenario "${scenario}": ${method} ${path} got ${got}`;
  return new TargetError('prepare-refused', target, message, {
    hint: 'every request of prepare must be answered with 2xx or 3xx',
  });
}
