/** A row, or a cell of a wide file, that was not stored, and where it stands. */
export interface ImportProblem {
  readonly line: number;
  /** The name of the column; "" = the row as a whole. */
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly message: string;
}

/** A stamp and pool that rows named and the inventory does not have. */
export interface UnknownPool {
  readonly stamp: string;
  readonly pool: string;
  readonly rows: number;
}

/** What has become of rows; `reasons` counts the rejected ones by their code. */
export interface ImportCounts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly rounded: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly unknown: readonly UnknownPool[];
}

/** What became of one part of a file. */
export interface PartOutcome {
  readonly usedBytes: number;
  readonly usedRows: number;
  readonly usedLines: number;
  /** The part was too short to be cut where it may be: send this much from the same place. */
  readonly isTooShort: boolean;
  readonly counts: ImportCounts;
  readonly problems: readonly ImportProblem[];
}

export const NO_COUNTS: ImportCounts = {
  accepted: 0,
  duplicate: 0,
  rejected: 0,
  rounded: 0,
  reasons: {},
  unknown: [],
};

/** Names that are kept one by one; rows that name others are counted all the same. */
const MAX_UNKNOWN = 1_000;

/** Both together. */
export function addCounts(left: ImportCounts, right: ImportCounts): ImportCounts {
  const reasons = { ...left.reasons };
  for (const [code, rows] of Object.entries(right.reasons)) reasons[code] = (reasons[code] ?? 0) + rows;
  const unknown = new Map(left.unknown.map((one) => [`${one.stamp}\n${one.pool}`, one]));
  for (const one of right.unknown) {
    const key = `${one.stamp}\n${one.pool}`;
    const known = unknown.get(key);
    if (known === undefined && unknown.size >= MAX_UNKNOWN) continue;
    unknown.set(key, { ...one, rows: one.rows + (known?.rows ?? 0) });
  }
  return {
    accepted: left.accepted + right.accepted,
    duplicate: left.duplicate + right.duplicate,
    rejected: left.rejected + right.rejected,
    rounded: left.rounded + right.rounded,
    reasons,
    unknown: [...unknown.values()],
  };
}
