interface ImportedNames {
  readonly stamp: string;
  readonly pool: string;
  readonly region: string;
}

export const PAST_RANGE = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };

/** A file of one row of a stamp, that says all of itself. */
export function importBody({ stamp, pool, region }: ImportedNames) {
  const rows = `ts,stamp,pool,node,cpu\n2026-01-01T00:00:00Z,${stamp},${pool},n0,5\n`;
  return {
    file: { name: `${stamp}.csv`, bytes: rows.length, fingerprint: "0".repeat(64) },
    head: Buffer.from(rows).toString("base64"),
    isWhole: true,
    dryRun: true,
    createIn: region,
    recipe: {
      ...{ kind: "cpu", delimiter: ",", decimalComma: false, skipLines: 0, hasHeader: true },
      time: { column: 0, form: "iso", start: null, offsetMinutes: 0 },
      names: { stamp: { column: 1 }, pool: { column: 2 }, node: { column: 3 } },
      measures: { cpu: { column: 4, scale: 1 } },
      wide: null,
    },
  };
}
