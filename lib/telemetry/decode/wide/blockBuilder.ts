import { BodyError } from "../bodyError.ts";
import type { PackedCpu } from "../packedTypes.ts";
import type { ColumnTarget, WideOptions, WideSink } from "./wideTypes.ts";

/** Values that are gathered before they are handed on: 8 MB of doubles. */
const MAX_BLOCK_VALUES = 1_000_000;
const MAX_BLOCK_ROWS = 10_080;
const MINUTE_MS = 60_000;

/** Names of one pool, and for each of them the column that holds its values. */
interface PoolColumns {
  readonly stamp: string;
  readonly pool: string;
  readonly nodes: string[];
  readonly columns: number[];
}

/**
 * Gathers rows that follow each other by the step into blocks, one matrix a pool. A block is handed on when it is full
 * or when the next row does not follow; it is never cut inside a minute, because what is stored is the minute's mean.
 */
export class BlockBuilder {
  private readonly sink: WideSink;
  private readonly stepSeconds: number;
  private readonly pools: readonly PoolColumns[];
  private readonly values: readonly Float64Array[];
  private readonly lines: Int32Array;
  private readonly capacity: number;
  private fromMs = 0;
  private length = 0;
  private rowsRead = 0;

  constructor(columns: readonly string[], options: WideOptions, sink: WideSink) {
    this.sink = sink;
    this.stepSeconds = options.stepSeconds;
    this.pools = gatherPools(options.mapping(columns));
    const rows = Math.floor(MAX_BLOCK_VALUES / Math.max(1, columns.length));
    this.capacity = Math.min(MAX_BLOCK_ROWS, Math.max(60, rows));
    this.values = columns.map(() => new Float64Array(this.capacity + 60));
    this.lines = new Int32Array(this.capacity + 60);
  }

  /** A row that was read; `atMs` is its time, `row` one value a column, NaN = no data. */
  add(atMs: number, row: Float64Array, line: number): void {
    // Minutes are what is stored: from a minute on, a few seconds more or less do not break a series.
    const unitMs = this.stepSeconds >= 60 ? MINUTE_MS : 1_000;
    const startMs = Math.floor(atMs / unitMs) * unitMs;
    const follows = startMs === this.fromMs + this.length * this.stepSeconds * 1_000;
    const full = this.length >= this.capacity && startMs % MINUTE_MS === 0;
    if (this.length > 0 && (!follows || full)) this.flush();
    if (this.length === 0) this.fromMs = startMs;
    for (const [column, values] of this.values.entries()) values[this.length] = row[column] ?? Number.NaN;
    this.lines[this.length] = line;
    this.length += 1;
    this.rowsRead += 1;
  }

  /** A row that could not be read. */
  skip(): void {
    this.rowsRead += 1;
  }

  /** Hands on what has been gathered. */
  flush(): void {
    if (this.length === 0) return;
    const pools = this.pools.map(
      ({ stamp, pool, nodes, columns }): PackedCpu => ({
        stamp,
        pool,
        nodes,
        fromMs: this.fromMs,
        stepSeconds: this.stepSeconds,
        cpu: columns.map((column) => (this.values[column] ?? new Float64Array()).slice(0, this.length)),
      }),
    );
    const lines = this.lines.slice(0, this.length);
    this.length = 0;
    this.sink.blocks({ pools, rowsRead: this.rowsRead, lines });
  }
}

function gatherPools(targets: readonly ColumnTarget[]): readonly PoolColumns[] {
  const pools = new Map<string, PoolColumns>();
  const known = new Set<string>();
  for (const { column, stamp, pool, node } of targets) {
    const key = `${stamp}\n${pool}`;
    const entry = pools.get(key) ?? { stamp, pool, nodes: [], columns: [] };
    if (known.has(`${key}\n${node}`)) {
      throw new BodyError(422, `Node "${node}" of pool ${stamp}/${pool} has two columns.`, "columns");
    }
    known.add(`${key}\n${node}`);
    entry.nodes.push(node);
    entry.columns.push(column);
    pools.set(key, entry);
  }
  return [...pools.values()];
}
