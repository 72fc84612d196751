import { createHash } from 'node:crypto';
import type { Scenario } from '../model/scenario.js';

/** SHA-256 over what is asked and what must come back, the seed of what is random in it left out. */
export function scenarioHash({ source, expect, env, files = [], prepare }: Scenario): string {
  const unseeded = source.kind === 'made' ? { ...source, seed: 0 } : source;
  const content = JSON.stringify([unseeded, expect, env, files, prepare ?? null], (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  return createHash('sha256').update(content).digest('hex');
}
