import { NO_DATA } from "../../core/index.ts";
import type { PackedCpu as SentPacked } from "../decode/packedTypes.ts";
import { RowTally } from "../rowTally.ts";
import { type IntakeRules, judgeSample } from "./cpuIntake.ts";

/** A packed body whose cells have been judged: refused ones are no data, and counted. A cell is a row of the tally. */
export interface PreparedPacked {
  /** Hundredths of a point, -1 = no data, one array a node. */
  readonly values: readonly Int16Array[];
  readonly tally: RowTally;
}

/** Judges every cell by the rules of single samples. `index` of an error counts cells node by node. */
export function preparePackedCpu(packed: SentPacked, rules: IntakeRules): PreparedPacked {
  const tally = new RowTally(rules.nowMs, rules.listedErrors);
  const where = { stamp: packed.stamp, pool: packed.pool };
  const steps = packed.cpu[0]?.length ?? 0;
  const values = packed.cpu.map((row, node) =>
    Int16Array.from(row, (cpu, step) => {
      if (Number.isNaN(cpu)) return NO_DATA;
      tally.rows++;
      const tsMs = packed.fromMs + step * packed.stepSeconds * 1_000;
      const problem = judgeSample({ tsMs, node: packed.nodes[node] ?? "", cpu }, rules);
      if (problem !== null) {
        tally.reject({ index: node * steps + step, ...problem }, where);
        return NO_DATA;
      }
      if (cpu > 100) tally.rounded++;
      return Math.round(Math.min(100, cpu) * 100);
    }),
  );
  return { values, tally };
}

/** Counts what a pool received, for Data health. */
export function countReceived(
  tally: RowTally,
  pool: number,
  packed: SentPacked,
  values: readonly Int16Array[],
): void {
  values.forEach((row) => {
    row.forEach((value, step) => {
      if (value !== NO_DATA) tally.took(pool, packed.fromMs + step * packed.stepSeconds * 1_000, false);
    });
  });
}
