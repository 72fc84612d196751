import { z } from 'zod';
import { LOAD_ENGINES, RUN_ENGINES } from '../../src/config/generator-options.js';
import { LOOPS } from '../../src/config/loop-options.js';
import { MODES } from '../../src/config/resolve-run.js';
import { userConfigSchema } from '../../src/config/schema.js';
import { REPORT_FORMATS } from '../../src/model/config.js';
import { GATE_REACTIONS } from '../../src/model/gate.js';
import { ARRIVAL_SPACINGS } from '../../src/model/load-profile.js';
import { documentedKeys, KEY_SECTIONS, type KeySection } from './config-keys.js';

/** Where the published schema of a config file is kept. */
export const CONFIG_SCHEMA_PATH = 'docs/config.schema.json';

/** Values that an editor can offer; the program reads them as it reads flags. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  engine: RUN_ENGINES,
  mode: MODES,
  loop: LOOPS,
  arrivals: ARRIVAL_SPACINGS,
  format: REPORT_FORMATS,
  'load.engine': LOAD_ENGINES,
  'load.arrivals': ARRIVAL_SPACINGS,
  'load.format': REPORT_FORMATS,
  'gate.onInconclusive': GATE_REACTIONS,
  'gate.onInvalid': GATE_REACTIONS,
  'gate.thresholds.loop': ['closed', 'open'],
  'gate.thresholds.severity': ['error', 'warn'],
};

/** Places of objects in a config file whose keys a section of the page has, without the numbers of entries. */
const SECTION_AT: Readonly<Record<string, KeySection>> = {
  ...Object.fromEntries(Object.entries(KEY_SECTIONS).map(([section, place]) => [textOf(place), section as KeySection])),
  'scenarios.requests.expect': 'What must come back',
  'scenarios.prepare': 'A request of a scenario',
  'load.scenario': 'A scenario',
  'load.scenario.requests': 'A request of a scenario',
  'load.scenario.requests.expect': 'What must come back',
  'load.scenario.expect': 'What must come back',
  'load.scenario.prepare': 'A request of a scenario',
};

type Node = { [key: string]: unknown };

/** The JSON Schema of a config file, in the draft that editors know best, with the words of docs/CONFIG.md. */
export function configSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(userConfigSchema, { target: 'draft-7' }) as Node;
  describe(schema, []);
  const whole = { $schema, title: 'Config file of perfcmp', ...schema };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Gives every documented key below a node its words. */
function describe(node: Node, place: readonly string[]): void {
  for (const branch of branchesOf(node)) describe(branch, place);
  const section = SECTION_AT[place.join('.')];
  const rows = section === undefined ? [] : documentedKeys(section);
  for (const [key, property] of Object.entries((node.properties ?? {}) as Readonly<Record<string, Node>>)) {
    const inner = [...place, key];
    const row = rows.find((one) => one.key === key);
    if (row !== undefined) Object.assign(property, wordsOf(row));
    const words = WORDS[inner.join('.')];
    if (words !== undefined) property.enum = words;
    describe(property, inner);
  }
}

function branchesOf({ anyOf, items }: Node): readonly Node[] {
  return [...((anyOf ?? []) as readonly Node[]), ...(typeof items === 'object' ? [items as Node] : [])];
}

function wordsOf({ defaultText, example, meaning }: ReturnType<typeof documentedKeys>[number]): Node {
  const [, json] = /^`([^`]+)`$/.exec(defaultText) ?? [];
  return {
    description: meaning.replaceAll('`', '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
    ...(json !== undefined && { default: JSON.parse(json) }),
    examples: [example],
  };
}

function textOf(place: readonly PropertyKey[]): string {
  return place.filter((part) => typeof part !== 'number').join('.');
}
