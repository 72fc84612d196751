import type { ReportFormat } from '../model/config.js';
import type { Report } from '../model/report.js';
import { renderAutocannon } from './autocannon.js';
import { renderBencher } from './bencher.js';
import { renderBenchstat } from './benchstat.js';
import { renderCsv } from './csv.js';
import { renderBiggerBenchmark, renderSmallerBenchmark } from './github-benchmark.js';
import { renderGithubSummary } from './github-summary.js';
import { renderHgrm } from './hgrm.js';
import { renderHlog } from './hlog.js';
import { renderJson } from './json.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { renderNdjson } from './ndjson.js';
import { renderOpenMetrics } from './openmetrics.js';
import type { RenderOptions } from './options.js';
import { renderText } from './text.js';
import { renderWrk } from './wrk.js';

/** Formats that are made at once of what is loaded already. */
export type PlainFormat = Exclude<ReportFormat, 'html'>;

// A new format is one file and one line here; the formats' names are in model/config.ts.
const RENDERERS = {
  text: renderText,
  wrk: renderWrk,
  json: renderJson,
  markdown: renderMarkdown,
  csv: renderCsv,
  ndjson: renderNdjson,
  hgrm: renderHgrm,
  hdr: renderHlog,
  autocannon: renderAutocannon,
  junit: renderJunit,
  'github-summary': renderGithubSummary,
  'github-benchmark-bigger': renderBiggerBenchmark,
  'github-benchmark-smaller': renderSmallerBenchmark,
  bencher: renderBencher,
  benchstat: renderBenchstat,
  openmetrics: renderOpenMetrics,
} satisfies Record<PlainFormat, (report: Report, options: RenderOptions) => string>;

/** The report in one of its plain formats, ending in a line break. */
export function renderReport(report: Report, format: PlainFormat, options: RenderOptions): string {
  return RENDERERS[format](report, options);
}

/** The report in any format, ending in a line break; what draws charts is loaded for the one that has some. */
export async function renderAnyFormat(report: Report, format: ReportFormat, options: RenderOptions): Promise<string> {
  if (format !== 'html') return renderReport(report, format, options);
  const { renderHtml } = await import('./html/page.js');
  return renderHtml(report, options);
}
