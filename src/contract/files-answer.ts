import { z } from 'zod';
import type { Exchange } from './client.js';
import { count, measured } from './expectations.js';
import type { RuleContext } from './rule.js';

/** What /files/process answers with success. */
export const FILES_ANSWER = z.strictObject({
  processing_result: z.strictObject({
    total_files: count,
    successful_files: count,
    failed_files: count,
    total_time_ms: measured,
    total_bytes_processed: count,
    throughput_files_per_sec: measured,
  }),
  concurrency_limit: z.int().min(1),
  peak_concurrency: count,
});

export type FilesAnswer = z.infer<typeof FILES_ANSWER>;

/** Asks for these files and tells them in the request's line. */
export async function processFiles({ send }: RuleContext, files: readonly string[]): Promise<Exchange> {
  const exchange = await send({
    method: 'POST',
    path: '/files/process',
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify({ files })),
  });
  const shown = files.slice(0, 2).map((file) => JSON.stringify(file.length <= 40 ? file : `${file.slice(0, 37)}...`));
  const more = files.length > 2 ? `, ${files.length - 2} more` : '';
  return { ...exchange, sent: `POST /files/process [${shown.join(', ')}${more}]` };
}
