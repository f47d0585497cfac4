import { createLoader, parseAsInteger } from "nuqs/server";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { loadPlan } from "./loadPlan.ts";

const loadParameters = createLoader({ version: parseAsInteger });

/** The version that a page under a plan is of; null = there is none. */
export async function loadVersion(id: string, searchParams: SearchParameters): Promise<PlanAnswer | null> {
  const { version } = loadParameters(await searchParams);
  return await loadPlan(id, version);
}
