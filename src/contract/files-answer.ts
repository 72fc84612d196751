import { z } from 'zod';
import { excerpt } from '../scenario/excerpt.js';
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

/** Asks for these files. */
export function processFiles(context: RuleContext, files: readonly string[]): Promise<Exchange> {
  const shown = files.slice(0, 2).map((file) => JSON.stringify(file.length <= 40 ? file : `${file.slice(0, 37)}...`));
  const more = files.length > 2 ? `, ${files.length - 2} more` : '';
  return postFiles(context, JSON.stringify({ files }), `[${shown.join(', ')}${more}]`);
}

/** Sends a body as it is written. */
export function postFiles({ send }: RuleContext, body: string, shown = excerpt(body)): Promise<Exchange> {
  return send({
    method: 'POST',
    path: '/files/process',
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(body),
    shownAs: `POST /files/process ${shown === '' ? '(empty body)' : shown}`,
  });
}
