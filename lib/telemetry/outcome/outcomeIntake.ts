import type { EpochMinute } from "../../core/index.ts";
import { type IntakeRules, judgeTime, unknownName } from "../cpu/cpuIntake.ts";
import type { Directory } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import type { OutcomeRowSink } from "../types.ts";

/** What customers of a stamp felt in one minute; a measure that was not sent is null. */
export interface OutcomeRow {
  readonly stamp: number;
  readonly minute: EpochMinute;
  readonly pullP95Ms: number | null;
  /** 0–1. */
  readonly errorRate: number | null;
  readonly throughputBytes: number | null;
}

/** As `CpuIntake`, for outcome series. The last row of an identity (stamp, minute) wins. */
export class OutcomeIntake implements OutcomeRowSink {
  readonly tally: RowTally;
  readonly rows = new Map<string, OutcomeRow>();
  readonly #rules: IntakeRules;
  readonly #directory: () => Directory;

  constructor(directory: () => Directory, rules: IntakeRules) {
    this.#directory = directory;
    this.#rules = rules;
    this.tally = new RowTally(rules.nowMs, rules.listedErrors);
  }

  row(
    index: number,
    tsMs: number,
    stamp: string,
    pullP95Ms: number | null,
    errorRate: number | null,
    throughputBytes: number | null,
  ): void {
    this.tally.countRow();
    const measures = [pullP95Ms, errorRate, throughputBytes].filter((measure) => measure !== null);
    const refuse = (code: Parameters<RowTally["reject"]>[0]["code"], message: string) =>
      this.tally.reject({ index, code, message }, { stamp, pool: "" });
    if (measures.length === 0) {
      refuse("malformed", "a row needs pullP95Ms, errorRate or throughputBytes");
      return;
    }
    if (measures.some((measure) => !Number.isFinite(measure))) {
      refuse("not_a_number", "a measure is not a number");
      return;
    }
    if (measures.some((measure) => measure < 0) || (errorRate ?? 0) > 1) {
      refuse("out_of_range", "measures are not negative, and errorRate is a share from 0 to 1");
      return;
    }
    // As single precision, which is how both are kept: what is too small for it is 0, what is too great is none.
    const [keptPullP95Ms, keptErrorRate] = [pullP95Ms, errorRate].map((measure) =>
      measure === null ? null : Math.fround(measure),
    );
    if (keptPullP95Ms === Number.POSITIVE_INFINITY) {
      refuse("out_of_range", "pullP95Ms is beyond all milliseconds");
      return;
    }
    const untimely = judgeTime(tsMs, this.#rules);
    if (untimely !== null) {
      refuse(untimely.code, untimely.message);
      return;
    }
    const id = this.#directory().resolveStamp(stamp);
    if (id === null) {
      refuse("unknown_stamp", unknownName("unknown_stamp", { stamp, pool: "" }).message);
      return;
    }
    const minute = Math.floor(tsMs / 60_000);
    const key = `${id}/${minute}`;
    const before = this.rows.get(key);
    if (before !== undefined) this.tally.duplicate++;
    this.rows.set(key, {
      stamp: id,
      minute,
      pullP95Ms: keptPullP95Ms ?? before?.pullP95Ms ?? null,
      errorRate: keptErrorRate ?? before?.errorRate ?? null,
      throughputBytes: throughputBytes ?? before?.throughputBytes ?? null,
    });
  }

  malformed(index: number, message: string): void {
    this.tally.countRow();
    this.tally.reject({ index, code: "malformed", message });
  }
}
