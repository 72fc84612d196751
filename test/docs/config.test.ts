import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import { checkUserConfig } from '../../src/config/check-file.js';
import { loadConfigFile } from '../../src/config/load-file.js';
import { printedGate, printedLoad, printedRun } from '../../src/config/printed/printed-config.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { keysAt } from '../../src/config/schema.js';
import { CONFIG_PAGE, documentedKeys, KEY_SECTIONS, type KeySection } from '../helpers/config-keys.js';
import { CONFIG_SCHEMA_PATH, configSchema } from '../helpers/config-schema.js';
import { folderWith } from '../helpers/made-folder.js';
import { blocksOf, textOf } from './documents.js';

const NOTHING = { positionals: [], flags: {}, env: {} };
const SECTIONS = Object.keys(KEY_SECTIONS) as KeySection[];
/** As the fixtures have it. */
const URL_OF_LOAD = 'http://127.0.0.1:3209/';
const page = textOf(CONFIG_PAGE);
const schemaText = configSchema();

// Files that examples name lie there.
before(() => process.chdir('test/fixtures/documents'));
after(() => process.chdir('../../..'));

for (const section of SECTIONS) {
  test(`"${section}" has every key of its kind, and no other`, () => {
    const keys = documentedKeys(section, page).map(({ key }) => key);
    assert.deepEqual(keys.toSorted(), [...keysAt(KEY_SECTIONS[section])].sort());
  });
}

/** What a section's keys come to where nobody says anything. */
function defaultsOf(section: KeySection): Readonly<Record<string, unknown>> {
  const plain = (config: object): Record<string, unknown> => JSON.parse(JSON.stringify(config));
  if (section === 'What run is told') {
    return plain(printedRun({ ...NOTHING, file: null }, resolveRun({ ...NOTHING, file: null }), null).config);
  }
  if (section === 'What load is told') {
    const input = { ...NOTHING, positionals: [URL_OF_LOAD], file: null };
    const { load } = plain(printedLoad(input, resolveLoad(input), null).config);
    const { url: _, method: _method, ...own } = load as Record<string, unknown>;
    return own;
  }
  if (section === 'What gate is told') {
    const input = { ...NOTHING, positionals: ['a=node a.js', 'b=node b.js'], file: null };
    return plain(printedGate(input, resolveGate(input), null).config).gate as Record<string, unknown>;
  }
  return {};
}

test('the defaults are those of the program', () => {
  for (const section of SECTIONS) {
    const defaults = defaultsOf(section);
    for (const { key, defaultText } of documentedKeys(section, page)) {
      const [, json] = /^`(.+)`$/.exec(defaultText) ?? [];
      const told = json === undefined ? undefined : JSON.parse(json);
      assert.deepEqual(told, defaults[key], `${section}, ${key}`);
    }
  }
});

test('the types are those of the schema', () => {
  const schema = JSON.parse(schemaText);
  for (const section of SECTIONS) {
    const properties = propertiesAt(schema, KEY_SECTIONS[section]);
    for (const { key, type } of documentedKeys(section, page)) {
      assert.equal(type, typeWords(properties[key]!), `${section}, ${key}`);
    }
  }
});

type Node = { readonly [key: string]: unknown };

function propertiesAt(schema: Node, place: readonly PropertyKey[]): Readonly<Record<string, Node>> {
  let node = schema;
  for (const part of place) {
    if (typeof part === 'number') node = branches(node).find(({ properties }) => properties !== undefined)!;
    else node = (node.properties as Record<string, Node>)[String(part)]!;
    if (node.type === 'array') node = node.items as Node;
  }
  return node.properties as Readonly<Record<string, Node>>;
}

function branches(node: Node): readonly Node[] {
  return [node, ...((node.anyOf ?? []) as readonly Node[])];
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function typeWords(node: Node): string {
  const types = leaves(node).flatMap(({ type }) => [type].flat());
  return [...new Set(types.map((type) => WORDS[String(type)] ?? 'any JSON'))].join(' or ');
}

function leaves(node: Node): readonly Node[] {
  return node.anyOf === undefined ? [node] : (node.anyOf as readonly Node[]).flatMap(leaves);
}

/** A config that has a key of a section with its example, and what has to stand beside it. */
function configWith(section: KeySection, key: string, example: unknown): object {
  const value = { ...BESIDE[section]?.[key], [key]: example };
  switch (section) {
    case 'What run is told':
      return value;
    case 'A target':
      return { targets: [value] };
    case 'A scenario':
      return { scenarios: [{ name: 'example', ...value }] };
    case 'A request of a scenario':
      return { scenarios: [{ name: 'example', requests: [value] }] };
    case 'What must come back':
      return { scenarios: [{ name: 'example', path: '/{{id}}', data: 'users.csv', expect: value }] };
    case 'What load is told':
      return { load: { url: URL_OF_LOAD, ...value } };
    case 'What gate is told':
      return { targets: ['base=node a.js', 'head=node b.js'], gate: value };
    case 'A threshold':
      return { gate: { thresholds: [{ metric: 'latency.p99', ...value }] } };
  }
}

const DATA = { data: 'users.csv' };

/** What an example needs beside it. */
const BESIDE: Readonly<Partial<Record<KeySection, Readonly<Record<string, object>>>>> = {
  'What run is told': {
    rate: { loop: 'open' },
    arrivals: { loop: 'open' },
    parameters: { targets: ['node app.js {T} {N}'] },
  },
  'A target': {
    label: { name: 'express' },
    env: { name: 'express' },
    port: { service: 'web' },
    ...Object.fromEntries(['args', 'cpus', 'memory', 'pull', 'network'].map((key) => [key, { image: 'shop:2' }])),
    composeFile: { service: 'web' },
    start: { url: 'http://127.0.0.1:3000/' },
    stop: { url: 'http://127.0.0.1:3000/', start: 'make up' },
    cwd: { command: 'node server.js' },
    prepare: { name: 'express' },
    cleanup: { name: 'express' },
  },
  'A scenario': {
    path: DATA,
    body: { ...DATA, path: '/' },
    distribution: { ...DATA, path: '/{{id}}' },
    data: { path: '/{{id}}' },
  },
  'What load is told': {
    body: DATA,
    data: { path: '/{{id}}' },
    arrivals: { rate: '5k' },
    maxConnections: { rate: '5k' },
    key: { cert: 'cert.pem' },
    cert: { key: 'key.pem' },
    request: { url: URL_OF_LOAD },
    path: {},
  },
  'What gate is told': {
    base: { start: 'node server.js' },
    start: { base: 'HEAD' },
    build: { base: 'HEAD', start: 'node server.js' },
    folder: { base: 'HEAD', start: 'node server.js' },
  },
  'A threshold': {
    metric: { max: '25ms' },
    scenario: { max: '25ms' },
    loop: { max: '25ms' },
    severity: { max: '25ms' },
    min: { metric: 'throughput' },
  },
};

test('every example is accepted by the program and by the published schema', () => {
  const isValid = new Ajv({ strict: false }).compile(JSON.parse(schemaText));
  for (const section of SECTIONS) {
    for (const { key, example } of documentedKeys(section, page)) {
      const written = configWith(section, key, example);
      const { config, problems } = checkUserConfig(written, 'example');
      assert.deepEqual(problems, [], `${section}, ${key}`);
      assert.ok(isValid(written), `${section}, ${key}: ${JSON.stringify(isValid.errors)}`);
      // What reads files has followed it by then.
      const { extends: _followed, ...file } = config ?? {};
      const input = { ...NOTHING, file };
      assert.doesNotThrow(() => {
        if (section === 'What load is told') resolveLoad(input);
        else if (section === 'What gate is told' && config?.gate !== undefined) resolveGate(input);
        else resolveRun(input);
      }, `${section}, ${key}`);
    }
  }
});

test('the published schema is current', () => {
  const published = readFileSync(`../../../${CONFIG_SCHEMA_PATH}`, 'utf8');
  assert.equal(published, schemaText, 'npm run schema writes it anew');
});

test('the published schema describes every key, and refuses what the program refuses', () => {
  const schema = JSON.parse(schemaText);
  for (const section of SECTIONS) {
    for (const [key, { description }] of Object.entries(propertiesAt(schema, KEY_SECTIONS[section]))) {
      assert.ok(String(description ?? '').length > 3, `${section}, ${key}`);
    }
  }
  const isValid = new Ajv({ strict: false }).compile(schema);
  const wrong = [
    { conections: 5 },
    { quick: 'yes' },
    { mode: 'frozen' },
    { scenarios: [{ path: '/' }] },
    { load: { store: 1 } },
  ];
  for (const config of wrong) assert.equal(isValid(config), false, JSON.stringify(config));
});

test('the modules and the JSON of the page can be read', async () => {
  const names = { js: 'perfcmp.config.mjs', ts: 'perfcmp.config.ts', json: 'perfcmp.config.json' };
  for (const [language, name] of Object.entries(names)) {
    const texts = blocksOf(page, language).filter((text) => !text.includes('"sources"') && !text.includes('@acme'));
    assert.ok(texts.length > 0, language);
    for (const text of texts) {
      const cwd = folderWith({ [name]: text });
      const found = await loadConfigFile({ named: undefined, cwd, command: 'gate', env: { CI: '1' } });
      assert.ok((found?.config.targets?.length ?? 0) > 0, text);
    }
  }
});
