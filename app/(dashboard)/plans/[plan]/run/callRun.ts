import { z } from "zod";
import { callApi } from "../../../../_components/callApi.ts";

/** Does something to the version that is shown. Null = done; else what went wrong and what to do. */
export async function callRun(
  plan: { readonly id: number; readonly version: number },
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  const answer = await callApi(`/api/v1/plans/${plan.id}/${path}`, {
    method: "POST",
    body: isOfVersion(path) ? { version: plan.version, ...body } : body,
    schema: z.unknown(),
  });
  return answer.ok ? null : answer.error.message;
}

/** A draft is submitted as the newest there is; sizes are of the plan. */
function isOfVersion(path: string): boolean {
  return path !== "submit" && !path.startsWith("rightsizing/");
}
