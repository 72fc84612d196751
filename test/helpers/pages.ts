import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { Report } from '../../src/model/report.js';
import { renderHtml } from '../../src/report/html/page.js';
import { syntheticRun } from './events.js';
import { encoded } from './histograms.js';
import { syntheticScenario } from './recordings.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: '20261122-1031-7f3a' };

/** The page of a report. */
export function pageOf(report: Report): string {
  return renderHtml(report, OPTIONS);
}

/** What a page says, element by element, with a line in place of each chart. */
export function wordsOf(page: string): string {
  return page
    .replace(/^[^]*<body>/, '')
    .replace(/<svg class="swatch"[^]*?<\/svg>/g, '*')
    .replace(/<svg class="chart narrow"[^]*?<\/svg>/g, '')
    .replace(/<svg [^>]*aria-label="([^"]*)"[^>]*><desc[^>]*>([^<]*)<\/desc>[^]*?<\/svg>/g, '[$1: $2]')
    .replace(/<\/t[hd]>\s*<t[hd][^>]*>/g, ' | ')
    .replace(/<\/dt><dd>/g, ': ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };

/** A whole run of so many targets, each with its slices, its warm-up and a long tail of latencies. */
export function largeRun(targetCount: number, scenarioCount: number): Report {
  const targets = Array.from({ length: targetCount }, (_, at) => ({
    name: `framework-${at + 1}`,
    throughputPerSec: 60_000 / (1 + at * 0.4),
  }));
  const scenarios = Array.from({ length: scenarioCount }, (_, at) => syntheticScenario(`scenario-${at + 1}`));
  const events = syntheticRun({ targets, scenarios, launches: 5, blocks: 12 });
  const report = analyseRun(events, { toolVersion: '0.1.0' });
  const latency = encoded(200_000, 1500);
  return {
    ...report,
    measurements: report.measurements.map((one) => ({ ...one, histograms: { ...one.histograms, latency } })),
  };
}
