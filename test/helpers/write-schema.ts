import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

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
  process.stdout.write(`${SCHEMA_PATH} is written\n`);
}
