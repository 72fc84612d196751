import { EXIT } from '../errors.js';
import type { ScenarioListing, TargetListing } from '../model/contract.js';
import { plural } from '../units/words.js';
import { readPlainFormat } from './format-option.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** What can be measured and what can be asked. */
export interface Listing {
  readonly targets: readonly TargetListing[];
  readonly scenarios: readonly ScenarioListing[];
}

/** `perfcmp list`: bundled targets, with why one cannot run here, and scenarios. */
export async function listCommand(flags: { readonly format?: string }, terminal: Terminal): Promise<number> {
  const format = readPlainFormat(flags.format);
  const { listAll } = await import('../session/list.js');
  const listing = await listAll();
  await print(terminal.stdout, format === 'json' ? JSON.stringify(listing, null, 2) : renderListing(listing));
  return EXIT.ok;
}

/** The listing as two aligned tables. */
export function renderListing({ targets, scenarios }: Listing): string {
  const targetRows = targets.map((target) => [
    target.name,
    target.role === null ? target.title : `${target.title} (${target.role})`,
    target.version ?? 'unknown',
    target.unavailable === null
      ? plural(target.implements.length, 'endpoint')
      : `cannot run here: ${target.unavailable}`,
  ]);
  const scenarioRows = scenarios.map((scenario) => [
    scenario.name,
    `${scenario.method} ${scenario.path}`,
    [
      ...Object.entries(scenario.env).map(([name, value]) => `${name}=${value}`),
      ...(scenario.isDefault ? ['(default)'] : []),
    ].join(' '),
  ]);
  return ['targets', ...align(targetRows), '', 'scenarios', ...align(scenarioRows)].join('\n');
}

function align(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
