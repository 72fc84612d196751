import type { Metric } from '../../src/model/comparison.js';
import type { SeriesPoint } from '../../src/model/measurement.js';
import type { Report } from '../../src/model/report.js';
import { renderHtml } from '../../src/report/html/page.js';
import { encoded } from './histograms.js';
import { bundled, compared, JSON_SCENARIO, measured, runReport } from './reports.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: '20261122-1031-7f3a' };

/** The page of a report. */
export function pageOf(report: Report): string {
  return renderHtml(report, OPTIONS);
}

/** What a page says, element by element, with a line in place of each chart. */
export function wordsOf(page: string): string {
  return page
    .replace(/^[\s\S]*<body>/, '')
    .replace(/<svg class="swatch"[\s\S]*?<\/svg>/g, '*')
    .replace(/<svg class="chart narrow"[\s\S]*?<\/svg>/g, '')
    .replace(/<svg [^>]*aria-label="([^"]*)"[^>]*><desc[^>]*>([^<]*)<\/desc>[\s\S]*?<\/svg>/g, '[$1: $2]')
    .replace(/<\/t[hd]>\s*<t[hd][^>]*>/g, ' | ')
    .replace(/<\/dt><dd>/g, ': ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .split('\n')
    .map((line) => line.replace(/[ \u00a0]+/g, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };

const METRICS: readonly Metric[] = ['throughput', 'latency.p50', 'latency.p99', 'cpuPerRequest'];

/** A whole run of so many targets, each with five launches of twelve slices, its warm-up and a long tail of latencies. */
export function largeRun(targetCount: number, scenarioCount: number): Report {
  const names = Array.from({ length: targetCount }, (_, at) => `framework-${at + 1}`);
  const scenarios = Array.from({ length: scenarioCount }, (_, at) => ({
    ...JSON_SCENARIO,
    name: `scenario-${at + 1}`,
  }));
  const rates = new Map(names.map((name, at) => [name, 60_000 / (1 + at * 0.4)]));
  const latencies = new Map([...rates].map(([name, perSec]) => [name, encoded(20_000, 60_000_000 / perSec)]));
  const [baseline = '', ...others] = names;
  const base = runReport({});
  return {
    ...base,
    plan: { ...base.plan, baseline },
    targets: names.map((name) => bundled(name, '1.0.0', 59_400_000)),
    scenarios,
    measurements: scenarios.flatMap(({ name: scenario }) =>
      names.map((name) => {
        const perSec = rates.get(name) ?? 0;
        const histograms = { latency: latencies.get(name) ?? '', serviceTime: null };
        const warmup = [0.4, 0.7, 0.9, 0.97, 1, 1.01].map((share, at) => ({
          elapsedMs: 500 * (at + 1),
          throughputPerSec: share * perSec,
        }));
        return measured(name, scenario, perSec, 2, { series: seriesAround(perSec), warmup, histograms });
      }),
    ),
    comparisons: scenarios.flatMap(({ name }) =>
      others.flatMap((target, at) => {
        const ratio = 1 / (1 + (at + 1) * 0.4);
        return METRICS.map((metric, of) => {
          const spread = 0.03 + of * 0.02;
          const ends = [ratio, ratio * (1 - spread), ratio * (1 + spread)] as const;
          return compared(target, name, ends, 'slower', { baseline, metric });
        });
      }),
    ),
    rankings: scenarios.map(({ name: scenario }) => ({
      scenario,
      profile: 'c64',
      ranks: names.map((target, at) => ({ target, from: at + 1, to: at + 1 })),
    })),
  };
}

/** Slices that scatter by some percent, one of them disturbed. */
function seriesAround(perSec: number): SeriesPoint[] {
  return Array.from({ length: 60 }, (_, at) => {
    const throughputPerSec = perSec * (1 + 0.05 * Math.sin(at * 1.7) + 0.03 * Math.cos(at * 5.3));
    const [launch, block] = [Math.floor(at / 12) + 1, at % 12];
    const p50Us = 60_000_000 / throughputPerSec;
    const common = { launch, block, throughputPerSec, failed: 0, meanLatencyUs: p50Us * 1.05 };
    const seen = at === 30 ? { excluded: true, marks: ['foreign-cpu'] as const } : { excluded: false };
    return { ...common, ...seen, ok: 100, p50Us, p99Us: p50Us * 2, maxUs: p50Us * 3 };
  });
}
