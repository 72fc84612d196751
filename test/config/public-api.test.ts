import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineConfig, loadTest, runExperiment } from '../../src/index.js';

test('defineConfig gives back what it got', () => {
  const config = { targets: ['express'], load: { url: 'http://127.0.0.1:1/' } };
  assert.equal(defineConfig(config), config);
});

test('the API refuses what the program refuses, all at once and before anything starts', async () => {
  await assert.rejects(runExperiment({ connections: 0, mode: 'frozen' }), {
    name: 'ConfigError',
    message:
      'config file, connections: must be a whole number from 1 to 100000, got "0"\n' +
      'config file, mode: must be one of auto, plain, freeze, exclusive, got "frozen"',
  });
  await assert.rejects(loadTest({ threads: 2, connections: 1 }), {
    name: 'ConfigError',
    message: 'URL: is missing\nconfig file, load.connections: 1 connection is too few for 2 threads',
  });
});

test('what only config files have is refused rather than left out', async () => {
  await assert.rejects(runExperiment({ extends: './base.json' }), {
    name: 'ConfigError',
    message: 'config file, extends: is for config files',
  });
});
