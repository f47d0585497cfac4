import { createHash, type Hash } from "node:crypto";
import { minuteOf } from "../../core/index.ts";
import { type IntakeRules, judgeTime, unknownName } from "../cpu/cpuIntake.ts";
import type { Labels } from "../decode/wire/metricSink.ts";
import { LoadBatch } from "../load/loadBatch.ts";
import type { Directory, Unresolved } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import type { CompiledMapping } from "../sources/compileMapping.ts";
import { findOwner } from "../sources/findOwner.ts";
import { ACCESS_LOG, type Place, resolveSeries, type SeriesTarget } from "../sources/resolveSeries.ts";
import { noteUnknown } from "../sources/unknownPools.ts";
import type { RowError } from "../types.ts";
import { type LoggedRequest, readRequest } from "./readRequest.ts";
import { ObjectSplitter } from "./splitObjects.ts";

type RequestTarget = Extract<SeriesTarget, { readonly registry: string }>;

interface Waiting {
  readonly record: number;
  readonly tsMs: number;
  readonly bytes: number;
  readonly target: RequestTarget;
}

export interface AccessLogRules extends IntakeRules {
  /** Labels that every record has, as the sender says: its stamp, its pool. */
  readonly place: Readonly<Record<string, string>>;
  readonly compiled: CompiledMapping;
  readonly note: (labels: Labels, target: SeriesTarget) => void;
}

/** Takes a log in by chunks, and keeps of each request its minute, its registry and its bytes, in the order of the log. */
export class AccessLogIntake {
  readonly tally: RowTally;
  /** One row a request: requests 1, bytes as written. */
  readonly batch = new LoadBatch();
  /** The record in the log of each row of the batch. */
  readonly recordOf: number[] = [];
  /** The records in the log that were refused. */
  readonly refused: number[] = [];
  readonly unknownPools = new Map<string, Place>();
  /** Records so far, of whatever kind. */
  records = 0;
  #waiting: Waiting[] = [];
  readonly #digest: Hash = createHash("sha256");
  readonly #splitter = new ObjectSplitter((text) => this.#record(text));
  readonly #rules: AccessLogRules;
  readonly #directory: () => Directory;

  constructor(directory: () => Directory, rules: AccessLogRules) {
    this.#directory = directory;
    this.#rules = rules;
    this.tally = new RowTally(rules.nowMs);
  }

  write(chunk: Uint8Array): void {
    this.#digest.update(chunk);
    this.#splitter.write(chunk);
  }

  /** The log is complete. */
  end(): void {
    this.#splitter.end();
  }

  /** Tells this log from every other, where its sender does not name it. */
  digest(): string {
    return `sha256:${this.#digest.update(JSON.stringify(this.#rules.place)).digest("base64url")}`;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Tries the waiting requests again; what is still unknown is refused. */
  settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      const unknown = this.#add(one);
      const { target, record } = one;
      if (unknown !== null) this.#refuse({ index: record, ...unknownName(unknown, target) }, target);
    }
  }

  #record(text: string): void {
    const record = this.records++;
    const read = readRequest(text);
    if (read === "not_repository") return;
    this.tally.countRow();
    if ("malformed" in read) {
      this.#refuse({ index: record, code: "malformed", message: `a record ${read.malformed}` });
      return;
    }
    const target = this.#targetOf(read);
    if (!("registry" in target)) {
      const missing = target.as === "unnamed" ? target.missing.join(", ") : "a registry";
      const message = `no label of the record names ${missing}: see the mapping of sources`;
      this.#refuse({ index: record, code: "malformed", message });
      return;
    }
    const problem = judgeTime(read.tsMs, this.#rules);
    if (problem !== null) {
      this.#refuse({ index: record, ...problem }, target);
      return;
    }
    const waiting = { record, tsMs: read.tsMs, bytes: read.bytes, target };
    const unknown = this.#add(waiting);
    if (unknown === null) return;
    this.#waiting.push(waiting);
    if (unknown !== "unknown_registry") noteUnknown(this.unknownPools, target);
  }

  #refuse(error: RowError, where?: { stamp: string; pool: string }): void {
    this.refused.push(error.index);
    this.tally.reject(error, where);
  }

  #targetOf({ labels: own }: LoggedRequest): SeriesTarget {
    const labels = new Map([...own, ...Object.entries(this.#rules.place), ["__name__", ACCESS_LOG] as const]);
    const target = resolveSeries(this.#rules.compiled, labels);
    this.#rules.note(labels, target);
    return target;
  }

  /** Null where it was added; otherwise what of its names is not known. */
  #add({ record, tsMs, bytes, target }: Waiting): Unresolved | "unknown_registry" | null {
    const found = findOwner(this.#directory(), target);
    if (found === null || typeof found === "string") return found ?? "unknown_registry";
    const { pool, owner } = found;
    this.batch.add({ pool: pool.id, minute: minuteOf(tsMs), registry: owner, requests: 1, bytes });
    this.recordOf.push(record);
    this.tally.took(pool.id, tsMs, false);
    return null;
  }
}
