import { cpuTarget, loadTarget, outcomeTarget, type RowTarget } from "../../telemetry/decode/index.ts";
import type { ImportKind } from "../recipe.ts";

/** A row as the sinks of telemetry take it: its number, its time, its stamp, and what else its kind has. */
export type RowArguments = [index: number, tsMs: number, stamp: string, ...rest: (string | number | null)[]];

/** What a reader tells rows and refusals to. */
interface RowListener {
  row(row: RowArguments): void;
  malformed(index: number, message: string): void;
}

/** The target of a kind's rows, handing on each as one list. */
export function targetOf(kind: ImportKind, listener: RowListener): RowTarget {
  const sink = {
    row: (...row: RowArguments) => listener.row(row),
    malformed: (index: number, message: string) => listener.malformed(index, message),
  };
  switch (kind) {
    case "cpu":
      return cpuTarget(sink);
    case "load":
      return loadTarget(sink);
    case "outcome":
      return outcomeTarget(sink);
  }
}
