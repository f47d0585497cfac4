import type { EpochMinute, MinuteWindow } from "../../core/index.ts";
import { compareText } from "../../core/index.ts";
import { visitLoad } from "./loadRow.ts";

/** Where a registry was at home on a stamp, and whose it is. `bound`: half-open, in minutes, ascending. */
export interface LoadOwner {
  readonly registry: number;
  readonly name: string;
  readonly tenant: string;
  readonly bound: readonly MinuteWindow[];
}

/** What one registry asked of a pool over a window: totals of each bin, 0 in a reported bin = no traffic. */
export interface RegistrySeries extends LoadOwner {
  readonly requests: Float32Array;
  readonly bytes: Float32Array;
  /** Load that it had here without being at home here: a drain, or a move that was made elsewhere. Counted in the series too. */
  readonly unbound: { readonly minutes: number; readonly requests: number; readonly bytes: number };
}

/** What registries asked of a pool over a window. */
export interface LoadMatrix extends MinuteWindow {
  readonly pool: number;
  /** 1 = some registry had a row in the bin, so that all are known; 0 = no data, and the values there mean nothing. */
  readonly reported: Uint8Array;
  /** Whether anybody reported that measure at all: one that nobody reports is left out, never taken for 0. */
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  /** By name. Those at home for any part of the window, and those that had load here. */
  readonly registries: readonly RegistrySeries[];
}

/** What registries asked of one pool, summed over the minutes of a window in which load was reported. */
export interface LoadSums {
  readonly minutes: number;
  /** By registry id; those that asked for nothing are left out. A measure that nobody reports stays 0. */
  readonly registries: ReadonlyMap<number, { readonly requests: number; readonly bytes: number }>;
}

interface Column {
  readonly requests: Float32Array;
  readonly bytes: Float32Array;
}

/** Puts a pool's packed minutes together, in any order, each minute once. */
export class LoadMatrixBuilder {
  readonly #pool: number;
  readonly #window: MinuteWindow;
  readonly #reported: Uint8Array;
  readonly #columns = new Map<number, Column>();
  #hasRequests = false;
  #hasBytes = false;

  constructor(pool: number, window: MinuteWindow) {
    this.#pool = pool;
    this.#window = window;
    this.#reported = new Uint8Array(window.toMinute - window.fromMinute);
  }

  /** Registries that have had load here. */
  get registries(): readonly number[] {
    return [...this.#columns.keys()];
  }

  /** Throws RangeError on bytes cut short. A minute outside the window is left out. */
  take(minute: EpochMinute, packed: Uint8Array): void {
    const bin = minute - this.#window.fromMinute;
    if (bin < 0 || bin >= this.#reported.length || packed.length === 0) return;
    this.#reported[bin] = 1;
    visitLoad(packed, (registry, requests, bytes) => {
      const column = this.#column(registry);
      if (requests >= 0) {
        this.#hasRequests = true;
        column.requests[bin] = requests;
      }
      if (bytes >= 0) {
        this.#hasBytes = true;
        column.bytes[bin] = bytes;
      }
    });
  }

  /** The matrix; `owners` by registry id, also of those that were at home and asked for nothing. */
  finish(owners: ReadonlyMap<number, LoadOwner>): LoadMatrix {
    const silent = this.#emptyColumn();
    const registries = [...owners.values()]
      .map((owner): RegistrySeries => {
        const column = this.#columns.get(owner.registry);
        if (column === undefined)
          return { ...owner, ...silent, unbound: { minutes: 0, requests: 0, bytes: 0 } };
        return { ...owner, ...column, unbound: sumUnbound(column, owner.bound, this.#window.fromMinute) };
      })
      .sort((one, other) => compareText(one.name, other.name));
    return {
      pool: this.#pool,
      fromMinute: this.#window.fromMinute,
      toMinute: this.#window.toMinute,
      reported: this.#reported,
      measures: { requests: this.#hasRequests, bytes: this.#hasBytes },
      registries,
    };
  }

  #column(registry: number): Column {
    const known = this.#columns.get(registry);
    if (known !== undefined) return known;
    const made = this.#emptyColumn();
    this.#columns.set(registry, made);
    return made;
  }

  #emptyColumn(): Column {
    const bins = this.#reported.length;
    return { requests: new Float32Array(bins), bytes: new Float32Array(bins) };
  }
}

function sumUnbound(
  { requests, bytes }: Column,
  bound: readonly MinuteWindow[],
  fromMinute: EpochMinute,
): RegistrySeries["unbound"] {
  const sum = { minutes: 0, requests: 0, bytes: 0 };
  let bin = 0;
  const addUntil = (end: number) => {
    for (; bin < Math.min(end, requests.length); bin++) {
      const asked = requests[bin] ?? 0;
      const moved = bytes[bin] ?? 0;
      if (asked === 0 && moved === 0) continue;
      sum.minutes++;
      sum.requests += asked;
      sum.bytes += moved;
    }
  };
  for (const home of bound) {
    addUntil(home.fromMinute - fromMinute);
    bin = Math.max(bin, home.toMinute - fromMinute);
  }
  addUntil(requests.length);
  return sum;
}
