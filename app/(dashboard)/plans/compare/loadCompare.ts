import { pageApp } from "#lib/http/page.ts";
import { comparePlans } from "#lib/planning/comparePlans.ts";
import type { PlanAnswer, PlanComparison } from "#lib/planning/planAnswer.ts";
import { loadPlan } from "../[plan]/loadPlan.ts";
import { parseSide, type Sides } from "./sideCode.ts";

/** A plan as one side of the comparison. */
export type ComparedSide = Pick<
  PlanAnswer,
  | "id"
  | "name"
  | "region"
  | "version"
  | "versions"
  | "state"
  | "versionAuthor"
  | "savedAt"
  | "content"
  | "assessment"
>;

export interface CompareView {
  /** Null = not chosen yet, or there is no such plan. */
  readonly left: ComparedSide | null;
  readonly right: ComparedSide | null;
  /** Asked for, and not there. */
  readonly missing: readonly string[];
  /** Null where a side is missing. */
  readonly compared: Pick<PlanComparison, "differences" | "pools" | "moves"> | null;
  readonly readMs: number;
}

/** Both sides as the address asks for them, and what differs. */
export async function loadComparePage(asked: Sides): Promise<CompareView> {
  const [left, right] = await Promise.all([loadSide(asked.left), loadSide(asked.right)]);
  const missing = [
    asked.left !== null && left === null ? asked.left : [],
    asked.right !== null && right === null ? asked.right : [],
  ].flat();
  return {
    left: left && sideOf(left),
    right: right && sideOf(right),
    missing,
    compared: left === null || right === null ? null : differencesOf(left, right),
    readMs: (await pageApp()).clock(),
  };
}

async function loadSide(text: string | null): Promise<PlanAnswer | null> {
  const side = parseSide(text);
  return side === null ? null : await loadPlan(side.id, side.version);
}

function differencesOf(left: PlanAnswer, right: PlanAnswer): CompareView["compared"] {
  const { differences, pools, moves } = comparePlans(left, right);
  return { differences, pools, moves };
}

function sideOf(plan: PlanAnswer): ComparedSide {
  const { id, name, region, version, versions, state, versionAuthor, savedAt, content, assessment } = plan;
  return { id, name, region, version, versions, state, versionAuthor, savedAt, content, assessment };
}
