import type { CpuRowSink, LoadRowSink, OutcomeRowSink } from "../types.ts";

/** One field of a row, by its name in JSON; some have another name as a CSV column. */
export interface RowField {
  readonly name: string;
  readonly column: string;
  /** A JSON row without it is refused. */
  readonly required: boolean;
  /** A CSV without its column is refused. */
  readonly columnRequired: boolean;
}

/** What a row of one kind consists of, in this order: the time, up to three names, up to three measures. */
export interface RowShape {
  readonly fields: readonly RowField[];
  readonly nameCount: number;
}

/** One row being read. Used over and over, so that reading a row allocates nothing. */
export class RowCells {
  tsMs = 0;
  readonly names: string[] = ["", "", ""];
  /** NaN where the row says `null` or leaves the cell blank. */
  readonly measures = new Float64Array(3);
  /** One bit a field of the shape: the row has it. */
  seen = 0;
  /** One bit a measure: the row has a value for it. */
  valued = 0;

  name(position: number): string {
    return this.names[position] ?? "";
  }

  cpu(): number {
    return this.measures[0] ?? Number.NaN;
  }

  /** A measure, null where the row has none. */
  measure(position: number): number | null {
    return (this.valued >> position) & 1 ? (this.measures[position] ?? null) : null;
  }

  setMeasure(position: number, value: number): void {
    this.measures[position] = value;
    this.valued |= 1 << position;
  }

  setNull(position: number): void {
    this.measures[position] = Number.NaN;
  }

  clear(): void {
    this.seen = 0;
    this.valued = 0;
  }
}

/** Where the rows of one kind go. */
export interface RowTarget {
  readonly shape: RowShape;
  deliver(index: number, cells: RowCells): void;
  malformed(index: number, message: string): void;
}

function always(name: string): RowField {
  return { name, column: name, required: true, columnRequired: true };
}

const CPU_SHAPE: RowShape = {
  fields: ["ts", "stamp", "pool", "node", "cpu"].map(always),
  nameCount: 3,
};

const LOAD_SHAPE: RowShape = {
  fields: [
    ...["ts", "stamp", "pool", "registry"].map(always),
    { name: "requests", column: "requests", required: false, columnRequired: true },
    { name: "bytes", column: "bytes", required: false, columnRequired: true },
  ],
  nameCount: 3,
};

const OUTCOME_SHAPE: RowShape = {
  fields: [
    ...["ts", "stamp"].map(always),
    { name: "pullP95Ms", column: "pull_p95_ms", required: false, columnRequired: false },
    { name: "errorRate", column: "error_rate", required: false, columnRequired: false },
    { name: "throughputBytes", column: "throughput_bytes", required: false, columnRequired: false },
  ],
  nameCount: 1,
};

/** CPU rows; a `null` or blank `cpu` is handed on as NaN, for the sink to refuse as no number. */
export function cpuTarget(sink: CpuRowSink): RowTarget {
  return {
    shape: CPU_SHAPE,
    deliver: (index, cells) =>
      sink.row(index, cells.tsMs, cells.name(0), cells.name(1), cells.name(2), cells.cpu()),
    malformed: (index, message) => sink.malformed(index, message),
  };
}

/** Load rows; a row must have requests or bytes, or both. */
export function loadTarget(sink: LoadRowSink): RowTarget {
  return {
    shape: LOAD_SHAPE,
    deliver: (index, cells) => {
      if (cells.valued === 0) sink.malformed(index, "has neither requests nor bytes");
      else
        sink.row(
          index,
          cells.tsMs,
          cells.name(0),
          cells.name(1),
          cells.name(2),
          cells.measure(0),
          cells.measure(1),
        );
    },
    malformed: (index, message) => sink.malformed(index, message),
  };
}

/** Outcome rows; every measure is optional. */
export function outcomeTarget(sink: OutcomeRowSink): RowTarget {
  return {
    shape: OUTCOME_SHAPE,
    deliver: (index, cells) =>
      sink.row(index, cells.tsMs, cells.name(0), cells.measure(0), cells.measure(1), cells.measure(2)),
    malformed: (index, message) => sink.malformed(index, message),
  };
}
