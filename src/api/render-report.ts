import type { ReportFormat } from '../model/config.js';
import type { Report } from '../model/report.js';

/** The look of a rendered report. */
export interface RenderReportOptions {
  /** Columns a line may take; absent: 100. */
  readonly width?: number | undefined;
  /** Escape codes for colours; absent: none. */
  readonly color?: boolean | undefined;
  /** False: ASCII only. */
  readonly unicode?: boolean | undefined;
}

const WIDTH = 100;

/** A report in one of the forms that `--format` knows: `text`, `markdown`, `html`, `csv`, `junit` and so on. */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  { width = WIDTH, color = false, unicode = true }: RenderReportOptions = {},
): Promise<string> {
  const { renderAnyFormat: render } = await import('../report/render.js');
  return render(report, format, { width, color, unicode, latency: false, storedAs: null });
}
