import type { LoadOutcome } from '../../src/analysis/analyse-load.js';
import type { LoadProfile } from '../../src/model/load-profile.js';
import type { Recording } from '../../src/model/recording.js';
import { syntheticEnvironment, syntheticScenario } from './recordings.js';

/** A load of two seconds that came to its end, of a server that ran already. */
export function syntheticLoad(profile: LoadProfile, recording: Recording): LoadOutcome {
  return {
    run: {
      id: '20261123-0120-7f3a',
      startedAt: '2026-11-23T01:20:00.000Z',
      seconds: 2.1,
      argv: ['load', 'http://127.0.0.1:3000/'],
      interrupted: null,
    },
    environment: syntheticEnvironment,
    toolVersion: '0.1.0',
    target: {
      name: 'http://127.0.0.1:3000/',
      title: 'http://127.0.0.1:3000/',
      kind: 'url',
      version: null,
      runtime: null,
      command: null,
      url: 'http://127.0.0.1:3000/',
      startupMs: null,
      firstResponseMs: null,
      failure: null,
    },
    server: null,
    scenario: syntheticScenario('/'),
    profile,
    requestSeed: null,
    recording,
    unansweredHint: null,
    durationMs: 2000,
    warmup: { elapsedMs: 0, windows: [], steady: null },
    thresholds: [],
    maxErrors: null,
  };
}
