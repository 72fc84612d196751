import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preset, PresetListing, PresetShape } from '../model/preset.js';
import { suggestion } from '../units/nearest.js';
import { checkContent } from './check-file.js';
import { type OptionReader, PRECEDENCE } from './option-reader.js';
import { duration } from './parsers.js';
import { expandClaims } from './preset-claims.js';
import { presetSchema, type UserPreset, type UserShape } from './preset-schema.js';
import type { UserConfig } from './user-config.js';

const ENDING = '.json';

/** A preset with the options it stands for. */
export interface LoadedPreset {
  readonly preset: Preset;
  /** As if a config file said them. */
  readonly options: UserConfig;
}

/** The folder of the bundled presets, of the sources as of the installed package. */
export function presetsRoot(): string {
  return fileURLToPath(new URL('../../../presets/', import.meta.url));
}

export function listPresets(root = presetsRoot()): PresetListing[] {
  return presetNames(root).map((name) => ({
    name,
    title: presetSchema.parse(JSON.parse(readFileSync(join(root, `${name}${ENDING}`), 'utf8'))).title,
  }));
}

/** Names of the bundled presets. */
export function presetNames(root = presetsRoot()): string[] {
  const files = readdirSync(root).filter((file) => file.endsWith(ENDING));
  return files.map((file) => basename(file, ENDING)).sort();
}

/** Reads `--preset`: a bundled one by its name, or one of the user's by its file; null where there is none to read. */
export function readPreset(reader: OptionReader, quick: boolean): LoadedPreset | null {
  const given = reader.given('preset');
  if (given === null) return null;
  const { text, where } = given;
  const names = presetNames();
  const isFile = text.endsWith(ENDING);
  if (!isFile && !names.includes(text)) {
    const hint = suggestion(text, names, `choose from ${names.join(', ')}, or name a file that ends in ${ENDING}`);
    reader.refuse(where, `there is no preset "${text}"`, hint);
    return null;
  }
  const user = readFile(reader, where, isFile ? text : join(presetsRoot(), `${text}${ENDING}`));
  if (user === null) return null;
  // Whoever says how long, says it of all.
  const isExtentAsked = reader.rankOf('duration', 'blocks') < PRECEDENCE.indexOf('file');
  const durationOf = ({ duration: usual, quickDuration }: UserShape): number | null => {
    if (isExtentAsked) return null;
    const text = quick ? (quickDuration ?? usual) : usual;
    return text === undefined ? null : reader.check(`${where}, shapes`, duration(String(text)), null);
  };
  return {
    preset: {
      name: basename(text, ENDING),
      shapes: (user.shapes ?? []).map((shape) => shapeOf(shape, durationOf(shape))),
      claims: expandClaims(user),
    },
    options: { ...user.options, ...(quick ? user.quick : {}) },
  };
}

function readFile(reader: OptionReader, where: string, file: string): UserPreset | null {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    reader.refuse(where, `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  const checked = checkContent(presetSchema, content, file);
  if ('value' in checked) return checked.value;
  for (const { where: place, message, hint } of checked.problems) reader.refuse(place, message, hint);
  return null;
}

function shapeOf(
  { name, scenarios, connections, connectionsPerCore, threads }: UserShape,
  durationMs: number | null,
): PresetShape {
  return { name, scenarios, connections: connections ?? { perCore: connectionsPerCore ?? 32 }, threads, durationMs };
}

/** A shape says how many connections and threads there are, and a preset what is asked. */
export function refuseBesidePreset(reader: OptionReader, { shapes }: Preset): void {
  const asked = ['path', 'method', 'header', 'body', 'input', 'expectStatus'];
  for (const name of [...asked, ...(shapes.length > 0 ? ['connections', 'threads'] : [])]) {
    const given = reader.given(name);
    if (given?.source !== 'flag') continue;
    const what = asked.includes(name) ? 'what is asked' : 'connections and threads';
    reader.refuse(given.where, `contradicts the preset, which says ${what}`, 'leave one of the two out');
  }
}
