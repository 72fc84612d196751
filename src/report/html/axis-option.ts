import { placeOn } from './axes.js';
import type { Axis } from './chart.js';
import { AXIS, GRID, MUTED } from './shapes.js';

/** An axis as ECharts takes it: its ticks are ours, and what is logarithmic has been made linear before. */
export function axisOption(axis: Axis): Record<string, unknown> {
  const ticks = axis.ticks.flatMap(({ at, label }) => {
    const place = placeOn(axis, at);
    return place === null ? [] : [{ place, label }];
  });
  const labels = new Map(ticks.map(({ place, label }) => [keyOf(place), label]));
  const customValues = ticks.map(({ place }) => place);
  return {
    type: 'value',
    min: placeOn(axis, axis.from),
    max: placeOn(axis, axis.to),
    axisLine: { show: true, onZero: false, lineStyle: { color: AXIS, width: 1 } },
    axisTick: { show: false, customValues },
    axisLabel: {
      customValues,
      formatter: (place: number) => labels.get(keyOf(place)) ?? '',
      color: MUTED,
      fontSize: 12,
      hideOverlap: true,
    },
    splitLine: { lineStyle: { color: GRID, width: 1 } },
  };
}

/** What passed through arithmetic finds its label again. */
function keyOf(place: number): string {
  return place.toFixed(6);
}

/** What ECharts gives to those who draw themselves. */
export interface DrawingApi {
  /** From values to pixels. */
  readonly coord: (place: readonly [number, number]) => readonly number[];
}

/** A series that draws shapes, one group for each of so many things, over or under the others. */
export function drawnSeries(count: number, z: number, draw: (at: number, api: DrawingApi) => unknown) {
  return {
    type: 'custom',
    z,
    silent: true,
    clip: false,
    animation: false,
    data: Array.from({ length: count }, () => [0, 0]),
    renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: DrawingApi) => draw(dataIndex, api),
  };
}
