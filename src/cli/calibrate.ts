import type { CalibrateFlags } from '../config/flags.js';
import { withConfigFile } from '../config/load-file.js';
import { resolveCalibrate } from '../config/resolve-calibrate.js';
import { renderCalibration } from '../report/calibration-text.js';
import { configRequest, fromFile } from './config-request.js';
import { readPlainFormat } from './format-option.js';
import { withSession } from './measure.js';
import { print } from './streams.js';
import { type Terminal, widthOf } from './terminal.js';

/** `perfcmp calibrate`: how small a difference can be seen on this machine. */
export async function calibrateCommand(
  target: string | undefined,
  flags: CalibrateFlags,
  terminal: Terminal,
): Promise<number> {
  const { env } = terminal;
  const format = readPlainFormat(flags.format);
  const config = await withConfigFile(configRequest('calibrate', flags, terminal), (file) =>
    resolveCalibrate({ target, flags, ...fromFile(file), env }),
  );
  const { calibrate } = await import('../session/calibrate.js');
  const { quiet } = config.run.output;
  const { result, interruptCode } = await withSession(terminal, { quiet, stop: null }, (io) =>
    calibrate(config, { ...io, env }),
  );
  const { calibration, isStored, exitCode } = result;
  const text = renderCalibration(calibration, { width: widthOf(terminal.stdout), isStored });
  await print(terminal.stdout, format === 'json' ? JSON.stringify(calibration, null, 2) : text);
  return interruptCode ?? exitCode;
}
