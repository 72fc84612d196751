import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// The only place that knows the package: what is built is this file with the parts of ECharts that it needs.
use([SVGRenderer, GridComponent, LineChart, ScatterChart, CustomChart]);

/** A chart as SVG, without a browser. */
export function drawSvg(
  option: Record<string, unknown>,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}
