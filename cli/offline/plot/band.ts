import type { CustomSeriesRenderItem, CustomSeriesRenderItemReturn } from 'echarts';

/** From and to at a time, epoch seconds. */
export interface BandPoint {
  at: number;
  lower: number;
  upper: number;
}

/** A band as a series of filled shapes, one between two holes. */
export function bandSeries(name: string, colour: string, points: readonly BandPoint[], hole: number) {
  const pieces = piecesOf(points, hole);
  const renderItem: CustomSeriesRenderItem = ({ dataIndex }, api): CustomSeriesRenderItemReturn => {
    const piece = pieces[dataIndex] ?? [];
    const above = piece.map(({ at, upper }) => api.coord([at * 1000, upper]));
    const below = piece.map(({ at, lower }) => api.coord([at * 1000, lower])).reverse();
    return { type: 'polygon', shape: { points: [...above, ...below] }, style: { fill: colour } };
  };
  return {
    name,
    type: 'custom',
    renderItem,
    clip: true,
    itemStyle: { color: colour },
    data: pieces.map(([first]) => [(first?.at ?? 0) * 1000, first?.upper ?? 0]),
    z: 1,
  };
}

function piecesOf(points: readonly BandPoint[], hole: number): BandPoint[][] {
  const pieces: BandPoint[][] = [];
  let before: BandPoint | undefined;
  for (const point of points) {
    if (!Number.isFinite(point.lower) || !Number.isFinite(point.upper)) continue;
    if (before === undefined || point.at - before.at > hole) pieces.push([]);
    pieces.at(-1)?.push(point);
    before = point;
  }
  return pieces;
}
