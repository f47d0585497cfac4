/** Where a stack is drawn: pixels, and the value at the plot's top. */
export interface StackPlot {
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

/**
 * Layers stacked upon one another as closed SVG paths, the first at the bottom. A column is drawn as a step as wide as the
 * time it stands for. A column without data in any layer (NaN) is a gap in all of them: what cannot be added up is not drawn.
 * @param layers per layer, a value for each column; all of one length
 */
export function stackPaths(layers: readonly Float64Array[], plot: StackPlot): string[] {
  const columns = layers[0]?.length ?? 0;
  const runs = runsWithData(layers, columns);
  const step = columns === 0 ? 0 : plot.width / columns;
  const base = new Float64Array(columns);
  return layers.map((layer) => {
    const tops = base.map((below, column) => below + (layer[column] ?? 0));
    const path = runs.map(([from, to]) => areaOf({ base, tops, from, to }, step, plot)).join("");
    base.set(tops);
    return path;
  });
}

/** The greatest sum of a column that has data; 0 where none has. */
export function stackHeight(layers: readonly Float64Array[]): number {
  const columns = layers[0]?.length ?? 0;
  let greatest = 0;
  for (let column = 0; column < columns; column++) {
    const sum = layers.reduce((total, layer) => total + (layer[column] ?? Number.NaN), 0);
    if (sum > greatest) greatest = sum;
  }
  return greatest;
}

/** Half-open runs of columns in which every layer has a value. */
function runsWithData(layers: readonly Float64Array[], columns: number): [number, number][] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let column = 0; column <= columns; column++) {
    const hasData = column < columns && layers.every((layer) => !Number.isNaN(layer[column] ?? Number.NaN));
    if (hasData && from < 0) from = column;
    if (!hasData && from >= 0) {
      runs.push([from, column]);
      from = -1;
    }
  }
  return runs;
}

interface Area {
  readonly base: Float64Array;
  readonly tops: Float64Array;
  readonly from: number;
  readonly to: number;
}

function areaOf({ base, tops, from, to }: Area, step: number, plot: StackPlot): string {
  const yOf = (value: number) => pixel(plot.height * (1 - Math.min(value, plot.top) / (plot.top || 1)));
  const forth: string[] = [];
  const back: string[] = [];
  for (let column = from; column < to; column++) {
    const [left, right] = [pixel(column * step), pixel((column + 1) * step)];
    const [upper, lower] = [yOf(tops[column] ?? 0), yOf(base[column] ?? 0)];
    forth.push(`${left} ${upper}L${right} ${upper}`);
    back.push(`${right} ${lower}L${left} ${lower}`);
  }
  return `M${forth.join("L")}L${back.reverse().join("L")}Z`;
}

/** A tenth of a pixel is finer than can be seen, and half as long as what numbers are written as. */
function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}
