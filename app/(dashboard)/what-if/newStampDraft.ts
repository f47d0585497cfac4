import { err, ok, type Result } from "#lib/core/index.ts";
import { nameSchema } from "#lib/fleet/inventory/inventoryBody.ts";
import type { NewPool, NewStamp, Scenario } from "./scenario.ts";
import type { Destination, PickedRegistry } from "./whatIfView.ts";

/** A new stamp while it is typed: numbers are texts until it is done. */
export interface NewStampDraft {
  readonly name: string;
  readonly kind: NewStamp["kind"];
  readonly pools: readonly {
    readonly kind: string;
    /** Empty = not known. */
    readonly vcpusPerNode: string;
    readonly instances: string;
  }[];
}

export function draftOfStamp(stamp: NewStamp): NewStampDraft {
  return {
    ...stamp,
    pools: stamp.pools.map(({ kind, vcpusPerNode, instances }) => ({
      kind,
      vcpusPerNode: vcpusPerNode === null ? "" : String(vcpusPerNode),
      instances: String(instances),
    })),
  };
}

interface NewStampFacts {
  readonly region: string;
  readonly stamps: readonly Destination[];
  readonly registries: readonly PickedRegistry[];
  readonly scenario: Scenario;
}

const USUAL_INSTANCES = 4;

/**
 * What a new stamp is taken to begin with: the pools of the stamps that the registries leave (where none is picked, of the
 * region's first), with as many nodes as the smallest of those has, and a name that is free.
 */
export function proposeNewStamp({ region, stamps, registries, scenario }: NewStampFacts): NewStamp {
  const homes = new Set(registries.map(({ home }) => home));
  const left = stamps.filter(({ name }) => homes.has(name));
  const models = left.length > 0 ? left : stamps.slice(0, 1);
  const byKind = Map.groupBy(
    models.flatMap(({ pools }) => pools),
    ({ kind }) => kind,
  );
  const pools = [...byKind].map(([kind, own]): NewPool => {
    const sizes = own.flatMap(({ nodes }) => nodes ?? []);
    return {
      kind,
      vcpusPerNode: own.find(({ vcpusPerNode }) => vcpusPerNode !== null)?.vcpusPerNode ?? null,
      instances: sizes.length === 0 ? USUAL_INSTANCES : Math.max(1, Math.min(...sizes)),
    };
  });
  return { name: freeName(region, stamps, scenario), kind: "isolated", pools };
}

function freeName(region: string, stamps: readonly Destination[], { newStamps }: Scenario): string {
  const taken = new Set([...stamps, ...newStamps].map(({ name }) => name));
  let number = 1;
  while (taken.has(`${region}-new-${number}`)) number++;
  return `${region}-new-${number}`;
}

/** The stamp that was typed; otherwise what is wrong with it, in words. */
export function readNewStamp(draft: NewStampDraft, taken: ReadonlySet<string>): Result<NewStamp, string> {
  const name = draft.name.trim();
  if (!nameSchema.safeParse(name).success) return err("Give it a name, without slashes.");
  if (taken.has(name)) return err(`There is a stamp ${name} already.`);
  if (draft.pools.length === 0) return err("A stamp needs at least one pool.");
  const pools: NewPool[] = [];
  for (const { kind, vcpusPerNode, instances } of draft.pools) {
    const nodes = readCount(instances);
    const vcpus = vcpusPerNode.trim() === "" ? null : readCount(vcpusPerNode);
    if (nodes === null) return err(`${kind} needs a whole number of nodes, 1 to ${MOST}.`);
    if (vcpus === null && vcpusPerNode.trim() !== "")
      return err(`The vCPUs per node of ${kind} are a whole number, or left empty where not known.`);
    pools.push({ kind, vcpusPerNode: vcpus, instances: nodes });
  }
  return ok({ name, kind: draft.kind, pools });
}

const MOST = 10_000;

function readCount(text: string): number | null {
  const value = Number(text.trim());
  return /^\d+$/.test(text.trim()) && value >= 1 && value <= MOST ? value : null;
}
