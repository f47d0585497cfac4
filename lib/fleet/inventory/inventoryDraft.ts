import type { Failure, FieldError } from "../../core/index.ts";
import type { CurrentInventory, Known, RegionFacts, RegistryFacts, StampFacts } from "./currentInventory.ts";
import { nameNow } from "./currentInventory.ts";
import type { Change, InventoryChange, PoolChange, ReplicaChange } from "./inventoryChange.ts";

const MOST_ERRORS = 100;

export interface InventoryOptions {
  /** Retire what is not named within the regions (stamps), stamps (pools) and registries (replicas) that list any. */
  readonly prune: boolean;
  readonly nowMs: number;
  /** The kill switch is pressed: no home may change. A first home of something new is a fact, not a move. */
  readonly frozen: boolean;
}

/** Gathers what an inventory changes and what is wrong with it, while it is read from top to bottom. */
export class InventoryDraft {
  readonly current: CurrentInventory;
  readonly regions = new Map<string, Change<RegionFacts>>();
  readonly stamps = new Map<string, Change<StampFacts>>();
  readonly pools = new Map<string, PoolChange>();
  readonly registries = new Map<string, Change<RegistryFacts>>();
  readonly replicas = new Map<string, ReplicaChange>();
  readonly newTenants = new Set<string>();
  readonly #errors: FieldError[] = [];
  #errorCount = 0;

  constructor(current: CurrentInventory) {
    this.current = current;
  }

  refuse(path: string, message: string): void {
    this.#errorCount += 1;
    if (this.#errors.length < MOST_ERRORS) this.#errors.push({ path, message });
  }

  /** The stamp a name stands for after this inventory, or null when there is none in use. */
  stampNow(sent: string): { readonly name: string; readonly region: string } | null {
    const name = nameNow(this.current.stamps, this.current.formerNames.stamp, sent);
    const changed = this.stamps.get(name);
    if (changed) return changed.what === "retired" ? null : { name, region: changed.after.region };
    const known = this.current.stamps.get(name);
    return known && !known.retired ? { name, region: known.facts.region } : null;
  }

  /** The region a name stands for after this inventory, or null when there is none in use. */
  regionNow(sent: string): string | null {
    const name = nameNow(this.current.regions, this.current.formerNames.region, sent);
    if (this.regions.has(name)) return name;
    const known = this.current.regions.get(name);
    return known && !known.retired ? name : null;
  }

  failure(): Failure | null {
    const first = this.#errors[0];
    if (!first) return null;
    const more = this.#errorCount > 1 ? ` and ${this.#errorCount - 1} more` : "";
    return {
      code: "invalid",
      detail: `Nothing was stored: ${first.path} ${first.message}${more}.`,
      errors: this.#errors,
    };
  }

  change(): InventoryChange {
    return {
      regions: [...this.regions.values()],
      stamps: [...this.stamps.values()],
      pools: [...this.pools.values()],
      newTenants: [...this.newTenants],
      registries: [...this.registries.values()],
      replicas: [...this.replicas.values()],
    };
  }
}

/** A thing set beside what is known of it. A retired thing that is named again revives: that is an update. */
export function changeOf<Facts extends object>(
  known: Known<Facts> | undefined,
  name: string,
  after: Facts,
): Change<Facts> {
  if (!known) return { what: "created", id: null, name, before: null, after };
  const same = !known.retired && sameFacts(known.facts, after);
  return { what: same ? "unchanged" : "updated", id: known.id, name, before: known.facts, after };
}

/** Facts are plain data made with their keys in one order, so their JSON is equal exactly when they are. */
function sameFacts(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
