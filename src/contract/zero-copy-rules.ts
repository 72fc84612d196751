import { z } from 'zod';
import { chunkedRefused, MAX_BODY_BYTES } from './body-rules.js';
import type { ContractRequest, Exchange } from './client.js';
import { crc32Hex } from './crc32.js';
import { count, expectThat, inspectJson } from './expectations.js';
import type { Deviation, Rule, RuleContext } from './rule.js';

const ZERO_COPY = z.strictObject({
  status: z.literal('success'),
  input_size: count,
  output_size: count,
  chunks: count,
  checksum: z.string().regex(/^[0-9a-f]{8}$/, 'expected 8 lower-case hex digits'),
  bytes_copied: count,
  zero_copy: z.boolean(),
  processing_time_us: count,
});

const VIEW_BYTES = 1024;
const CLOCK_SLACK_US = 1_000;
const PARALLEL = 6;

/** POST /zero-copy: the body's length, its views and its CRC-32. */
export const ZERO_COPY_RULES: readonly Rule[] = [
  {
    endpoint: 'zero-copy',
    name: 'measures bodies of every size',
    check: async (context) => {
      const { below } = context.random;
      const sizes = [0, 1, 1023, 1024, 1025, 2048, below(10_000), below(MAX_BODY_BYTES), MAX_BODY_BYTES];
      const found: Deviation[] = [];
      for (const size of sizes) found.push(...(await measure(context, size)));
      return found;
    },
  },
  {
    endpoint: 'zero-copy',
    name: 'measures chunked bodies of every size',
    check: async (context) => {
      const sizes = [0, 1, 1024, 1025, context.random.below(200_000), MAX_BODY_BYTES];
      const found: Deviation[] = [];
      for (const size of sizes) found.push(...(await measure(context, size, true)));
      return found;
    },
  },
  {
    endpoint: 'zero-copy',
    name: 'keeps parallel bodies apart',
    check: async (context) => {
      const sizes = Array.from({ length: PARALLEL }, () => context.random.below(50_000));
      return (await Promise.all(sizes.map((size) => measure(context, size)))).flat();
    },
  },
];

async function measure(context: RuleContext, size: number, isChunked = false): Promise<readonly Deviation[]> {
  const body = context.random.bytes(size);
  const request: ContractRequest = { method: 'POST', path: '/zero-copy', body, isChunked };
  const exchange = await context.send(request);
  return (isChunked ? chunkedRefused(exchange) : null) ?? checkAnswer(exchange, body);
}

function checkAnswer(exchange: Exchange, body: Buffer): readonly Deviation[] {
  return inspectJson(exchange, ZERO_COPY, (answer) => {
    const expected = {
      input_size: body.length,
      output_size: body.length,
      chunks: Math.ceil(body.length / VIEW_BYTES),
      checksum: crc32Hex(body),
      zero_copy: answer.bytes_copied === 0,
    };
    const names = Object.keys(expected) as (keyof typeof expected)[];
    return [
      ...names.flatMap((name) =>
        expectThat(
          exchange,
          answer[name] === expected[name],
          `"${name}" to be ${expected[name]}${name === 'zero_copy' ? `, "bytes_copied" is ${answer.bytes_copied}` : ''}`,
          String(answer[name]),
        ),
      ),
      ...expectThat(
        exchange,
        answer.processing_time_us <= exchange.elapsedUs + CLOCK_SLACK_US,
        `"processing_time_us" within the ${Math.round(exchange.elapsedUs)} us the answer took`,
        String(answer.processing_time_us),
      ),
    ];
  });
}
