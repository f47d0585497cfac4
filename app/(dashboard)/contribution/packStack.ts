import { encodeCells } from "#lib/charts/cellMatrix.ts";
import { countAliveNodes } from "#lib/contribution/aliveNodes.ts";
import { evenPoints } from "#lib/contribution/fittedPool.ts";
import type { LoadModel } from "#lib/contribution/types.ts";
import type { LoadMatrix } from "#lib/telemetry/load/loadMatrix.ts";
import type { NodeMatrix } from "#lib/telemetry/types.ts";

/** What a stack is a stack of: CPU attributed, in points of a node over all nodes; requests or bytes a minute. */
export type StackMeasure = "cpu" | "requests" | "bytes";

/** The load of a pool over time, the contributors asked for and then all others together, on its way to the browser. */
export interface PackedStack {
  readonly pool: string;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly stepMinutes: number;
  readonly columns: number;
  /** Null where it cannot be had. */
  readonly measures: Readonly<Record<StackMeasure, PackedMeasure | null>>;
  /** Int16 per column, base64: hot minutes in it. */
  readonly hotMinutes: string;
}

/** Int16 rows × columns, base64, −1 = no data; a value is cell ÷ `CELL_TOP` × `greatest`. */
export interface PackedMeasure {
  readonly greatest: number;
  readonly cells: string;
}

export interface StackInput {
  readonly pool: string;
  readonly load: LoadMatrix;
  readonly nodes: NodeMatrix | null;
  /** Null = there is none that may be used. */
  readonly model: LoadModel | null;
  readonly hotBins: Uint8Array;
  /** Places in the load of each contributor that gets a layer of its own. */
  readonly contributors: readonly (readonly number[])[];
}

export const CELL_TOP = 32_000;
/** No screen has room for more. */
const COLUMNS_AT_MOST = 720;

export function packStack(input: StackInput): PackedStack {
  const { load, hotBins } = input;
  const bins = load.toMinute - load.fromMinute;
  const stepMinutes = Math.max(1, Math.ceil(bins / COLUMNS_AT_MOST));
  const columns = Math.ceil(bins / stepMinutes);
  const hotMinutes = new Int16Array(columns);
  for (let bin = 0; bin < bins; bin++) {
    const column = Math.floor(bin / stepMinutes);
    hotMinutes[column] = (hotMinutes[column] ?? 0) + (hotBins[bin] ?? 0);
  }
  const grid = { columns, stepMinutes };
  return {
    pool: input.pool,
    fromMinute: load.fromMinute,
    toMinute: load.toMinute,
    ...grid,
    measures: {
      cpu:
        input.model === null || input.nodes === null
          ? null
          : packMeasure(input, grid, cpuOf(input, input.nodes, input.model)),
      requests: load.measures.requests
        ? packMeasure(input, grid, (place) => load.registries[place]?.requests)
        : null,
      bytes: load.measures.bytes ? packMeasure(input, grid, (place) => load.registries[place]?.bytes) : null,
    },
    hotMinutes: encodeCells(hotMinutes),
  };
}

type SeriesOf = (place: number) => ArrayLike<number> | undefined;

function cpuOf({ load }: StackInput, nodes: NodeMatrix, model: LoadModel): SeriesOf {
  const alive = countAliveNodes(nodes);
  return (place) => {
    const one = load.registries[place];
    const costs = model.registries[place];
    return one === undefined || costs === undefined
      ? undefined
      : evenPoints(one, costs, { alive, ratio: 1, reported: load.reported });
  };
}

interface Grid {
  readonly columns: number;
  readonly stepMinutes: number;
}

/** Layer by layer the mean over the reported minutes of each column; a column without any is no data. */
function packMeasure(
  { load, contributors }: StackInput,
  { columns, stepMinutes }: Grid,
  seriesOf: SeriesOf,
): PackedMeasure {
  const layers = Array.from({ length: contributors.length + 1 }, () => new Float64Array(columns));
  const layerOf = new Map(
    contributors.flatMap((places, layer) => places.map((place) => [place, layer] as const)),
  );
  for (const place of load.registries.keys()) {
    const series = seriesOf(place);
    const layer = layers[layerOf.get(place) ?? contributors.length];
    if (series === undefined || layer === undefined) continue;
    for (let bin = 0; bin < series.length; bin++) {
      if (load.reported[bin] !== 1) continue;
      const column = Math.floor(bin / stepMinutes);
      layer[column] = (layer[column] ?? 0) + (series[bin] ?? 0);
    }
  }
  const reported = new Uint32Array(columns);
  load.reported.forEach((is, bin) => {
    const column = Math.floor(bin / stepMinutes);
    reported[column] = (reported[column] ?? 0) + is;
  });
  let greatest = 0;
  for (const layer of layers)
    for (let column = 0; column < columns; column++) {
      layer[column] =
        (reported[column] ?? 0) === 0 ? Number.NaN : (layer[column] ?? 0) / (reported[column] ?? 1);
      greatest = Math.max(greatest, Number.isNaN(layer[column]) ? 0 : (layer[column] ?? 0));
    }
  const cells = new Int16Array(layers.length * columns);
  layers.forEach((layer, at) => {
    for (let column = 0; column < columns; column++) {
      const value = layer[column] ?? Number.NaN;
      cells[at * columns + column] = Number.isNaN(value)
        ? -1
        : greatest === 0
          ? 0
          : Math.round((value / greatest) * CELL_TOP);
    }
  });
  return { greatest, cells: encodeCells(cells) };
}
