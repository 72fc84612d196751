import { ConfigError } from '../errors.js';
import { parseJson } from '../units/json-syntax.js';
import type { PackageManifest } from './project.js';

const FILE = 'package.json';

/** What a package.json says; throws where it is no JSON, at its line. */
export function parseManifest(text: string): PackageManifest {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message, hint } = parsed.fault;
    throw new ConfigError([{ where: `${FILE}, line ${line}, column ${column}`, message, hint }]);
  }
  const content = objectOf(parsed.value);
  return {
    name: textOf(content.name),
    main: textOf(content.main),
    scripts: Object.fromEntries(Object.entries(objectOf(content.scripts)).map(([name, text]) => [name, String(text)])),
    dependencies: Object.keys({ ...objectOf(content.devDependencies), ...objectOf(content.dependencies) }),
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
