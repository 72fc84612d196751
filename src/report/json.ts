import type { Report } from '../model/report.js';

// The published order, so that two documents can be compared line by line whoever built them.
const MEMBERS = {
  schema: true,
  tool: true,
  run: true,
  environment: true,
  plan: true,
  targets: true,
  scenarios: true,
  profiles: true,
  measurements: true,
  comparisons: true,
  overall: true,
  rankings: true,
  warnings: true,
  thresholds: true,
  claims: true,
  gate: true,
  search: true,
} satisfies Record<keyof Report, true>;

/** The report itself, as docs/report.schema.json describes it. */
export function renderJson(report: Report): string {
  const ordered = Object.fromEntries(Object.keys(MEMBERS).map((member) => [member, report[member as keyof Report]]));
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
