import { z } from 'zod';
import { documentsOf, type Importer } from './importer.js';
import { type K6Metrics, k6Result } from './k6-result.js';
import { isK6Text, k6TextMetrics } from './k6-text.js';

const values = z.record(z.string(), z.unknown());
/** `--summary-export`, and what handleSummary gets, where values stand one deeper. */
const summarySchema = z.looseObject({
  metrics: z.record(z.string(), z.looseObject({ values: values.optional() })),
  state: z.looseObject({ testRunDurationMs: z.number().nonnegative().optional() }).optional(),
});
/** With `--new-machine-readable-summary`: a list of metrics. */
const newSummarySchema = z.looseObject({
  config: z.looseObject({ duration: z.number().nonnegative() }),
  results: z.looseObject({ metrics: z.array(z.looseObject({ name: z.string(), values })) }),
});

/** k6's end-of-test summary, as JSON or as text. */
export const k6: Importer = {
  tool: 'k6',
  reads: 'the JSON of --summary-export or handleSummary, or its summary as text',
  looksLike: ({ has, text, damage, documents }) =>
    (has('metrics') && (has('root_group') || text.includes('"http_req'))) ||
    (has('results') && has('config') && text.includes('k6')) ||
    (damage === null && documents.length === 0 && isK6Text(text)),
  read: (source) => {
    const { documents, damage, has, text } = source;
    if (damage === null && documents.length === 0) return [k6Result(k6TextMetrics(text), null)];
    if (damage === null && has('results')) {
      return documentsOf(source, newSummarySchema).map(({ config, results }) =>
        k6Result(numbersOf(results.metrics.map(({ name, values: own }) => [name, own] as const)), config.duration),
      );
    }
    return documentsOf(source, summarySchema).map(({ metrics, state }) => {
      const ms = state?.testRunDurationMs;
      const own = Object.entries(metrics).map(([name, metric]) => [name, metric.values ?? metric] as const);
      return k6Result(numbersOf(own), ms === undefined ? null : ms / 1000);
    });
  },
};

/** Only the numbers: thresholds, for example, stand among them. */
function numbersOf(
  metrics: readonly (readonly [name: string, values: Readonly<Record<string, unknown>>])[],
): K6Metrics {
  return new Map(
    metrics.map(([name, own]) => [
      name,
      new Map(
        Object.entries(own).flatMap(([key, value]) => (typeof value === 'number' ? [[key, value] as const] : [])),
      ),
    ]),
  );
}
