import { err, ok, type Result } from "#lib/core/index.ts";
import type { ReplicaConstraints } from "#lib/fleet/types.ts";

/** Constraints as a form holds them: everything is text until it is sent. Times are UTC, `2026-12-20T00:00`. */
export interface ConstraintsDraft {
  readonly pinned: boolean;
  readonly excluded: boolean;
  readonly freezes: readonly FreezeDraft[];
  /** Tenants, parted by commas. */
  readonly apart: string;
}

export interface FreezeDraft {
  /** Stays the same while the row is edited. */
  readonly key: number;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export function draftOf(constraints: ReplicaConstraints): ConstraintsDraft {
  return {
    pinned: constraints.pinned,
    excluded: constraints.excluded,
    freezes: constraints.freezes.map(({ from, to, why }, key) => ({
      key,
      from: toField(from),
      to: toField(to),
      why,
    })),
    apart: constraints.mustNotShareWith.join(", "),
  };
}

/** An empty freeze under a key that no other has. */
export function addFreeze(draft: ConstraintsDraft): ConstraintsDraft {
  const key = draft.freezes.reduce((most, freeze) => Math.max(most, freeze.key), -1) + 1;
  return { ...draft, freezes: [...draft.freezes, { key, from: "", to: "", why: "" }] };
}

/** What is to be sent, or what is wrong with it in a sentence that names the row. */
export function readDraft(draft: ConstraintsDraft): Result<ReplicaConstraints, string> {
  for (const [index, { from, to }] of draft.freezes.entries()) {
    const row = `Freeze ${index + 1}`;
    if (from === "" || to === "") return err(`${row} needs both a beginning and an end.`);
    if (Number.isNaN(Date.parse(toIso(from)))) return err(`${row} begins at no time that is known: ${from}.`);
    if (Number.isNaN(Date.parse(toIso(to)))) return err(`${row} ends at no time that is known: ${to}.`);
    if (toIso(from) >= toIso(to)) return err(`${row} ends before it begins.`);
  }
  return ok({
    pinned: draft.pinned,
    excluded: draft.excluded,
    freezes: draft.freezes.map(({ from, to, why }) => ({
      from: toIso(from),
      to: toIso(to),
      why: why.trim(),
    })),
    mustNotShareWith: draft.apart
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  });
}

/** Down to the minute, as the field has it. */
function toField(iso: string): string {
  return new Date(iso).toISOString().slice(0, 16);
}

function toIso(field: string): string {
  return `${field}:00.000Z`;
}
