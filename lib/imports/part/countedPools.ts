import type { UnknownPool } from "./partOutcome.ts";

/** The stamps and pools that rows name, with how many rows do; of outcomes, which have no pool, the stamps alone. */
export class CountedPools {
  private readonly byName = new Map<string, { stamp: string; pool: string; rows: number }>();
  private readonly hasStampsAlone: boolean;
  private last: { stamp: string; pool: string; rows: number } | null = null;

  constructor(hasStampsAlone: boolean) {
    this.hasStampsAlone = hasStampsAlone;
  }

  saw(stamp: string, named: string, rows = 1): void {
    const pool = this.hasStampsAlone ? "" : named;
    if (this.last?.stamp !== stamp || this.last.pool !== pool) {
      const key = `${stamp}\n${pool}`;
      this.last = this.byName.get(key) ?? { stamp, pool, rows: 0 };
      this.byName.set(key, this.last);
    }
    this.last.rows += rows;
  }

  list(): readonly UnknownPool[] {
    return [...this.byName.values()];
  }
}
