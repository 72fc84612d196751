import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';
import { CONFIG_SCHEMA_PATH, configSchema } from './config-schema.js';

/** Where the published schema of a report is kept. */
export const SCHEMA_PATH = 'docs/report.schema.json';

/** The JSON Schema of the type Report, its comments as descriptions. */
export function reportSchema(): string {
  const schema = createGenerator({
    path: 'src/model/report.ts',
    tsconfig: 'tsconfig.json',
    type: 'Report',
    // The build has checked the types already.
    skipTypeCheck: true,
  }).createSchema('Report');
  return `${JSON.stringify(schema, null, 2)}\n`;
}

// `npm run schema`
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(SCHEMA_PATH, reportSchema());
  writeFileSync(CONFIG_SCHEMA_PATH, configSchema());
  process.stdout.write(`${SCHEMA_PATH} and ${CONFIG_SCHEMA_PATH} are written\n`);
}
