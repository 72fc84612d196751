import assert from 'node:assert/strict';
import type { RunEvent } from '../../src/model/events.js';
import type { Target } from '../../src/model/target.js';
import type { SessionIo } from '../../src/session/io.js';
import { discoverTargets } from '../../src/target/discover.js';

/** What a use case needs, with nobody listening. */
export function quietIo(changes: Partial<SessionIo> = {}): SessionIo {
  return {
    argv: [],
    cwd: process.cwd(),
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...changes,
  };
}

/** A listener that keeps every event. */
export function recorder(): { readonly events: RunEvent[]; readonly onEvent: (event: RunEvent) => void } {
  const events: RunEvent[] = [];
  return { events, onEvent: (event) => events.push(event) };
}

/** A target of the repository's `targets/`. */
export async function bundledTarget(name: string): Promise<Extract<Target, { kind: 'bundled' }>> {
  const manifest = (await discoverTargets()).find((candidate) => candidate.name === name);
  assert.ok(manifest !== undefined, `no target ${name}`);
  return { kind: 'bundled', name, title: manifest.title, manifest };
}
