import type { Report } from '../model/report.js';

/** Where a target was asked in a scenario: its URL with the path of the first request, or its name with it. */
export function addressOf(report: Report, cell: { readonly target: string; readonly scenario: string }): string {
  const url = report.targets.find(({ name }) => name === cell.target)?.url ?? null;
  const scenario = report.scenarios.find(({ name }) => name === cell.scenario);
  const others = (scenario?.requests ?? 1) - 1;
  const path = `${scenario?.path ?? ''}${others > 0 ? ` and ${others} more` : ''}`;
  if (url === null) return `${cell.target}${path}`;
  // Of a socket's path and a request's nobody could tell where one ends.
  return /^https?:/i.test(url) && URL.canParse(url) ? `${new URL(url).origin}${path}` : `${url} ${path}`.trimEnd();
}
