import { EXIT } from '../errors.js';
import type { OutputConfig } from '../model/config.js';
import type { Forecast } from '../model/forecast.js';
import type { Warning } from '../model/warning.js';
import type { SessionIo } from '../session/io.js';
import { renderForecast } from './forecast-text.js';
import { withSession } from './measure.js';
import { warningLine } from './progress/milestones.js';
import { print } from './streams.js';
import { type Terminal, widthOf } from './terminal.js';

/** Prints what a measurement would be, for `--dry-run`; on stderr what it would be warned of at once. */
export async function tellForecast(
  terminal: Terminal,
  { format }: Pick<OutputConfig, 'format'>,
  forecast: (io: SessionIo) => Promise<Forecast>,
): Promise<number> {
  const warnings: Warning[] = [];
  const { result } = await withSession(terminal, { quiet: true, stop: null }, (io) =>
    forecast({ ...io, onEvent: (event) => void (event.kind === 'warning' && warnings.push(event.warning)) }),
  );
  const text = format === 'json' ? JSON.stringify(result, null, 2) : renderForecast(result, widthOf(terminal.stdout));
  await print(terminal.stdout, text);
  for (const warning of warnings) await print(terminal.stderr, warningLine(warning));
  return EXIT.ok;
}
