import { type PlanAnswer, planEditsSchema } from "#lib/planning/planAnswer.ts";
import { type CallResult, callApi } from "../../../../_components/callApi.ts";
import { changedPlanSchema } from "../../changedPlanSchema.ts";
import { type Overtaken, savedDraftOf } from "./editorState.ts";
import type { PlanDraft } from "./planDraft.ts";

interface SentDraft {
  readonly draft: PlanDraft;
  /** That it was made from. */
  readonly revision: number;
  /** Calls it off: the server then does not judge it to its end. */
  readonly signal?: AbortSignal;
}

/** Saves a draft; status 409 where someone else has saved since that revision, or it is no draft any more. */
export async function sendDraft(
  id: number,
  { draft, revision, signal }: SentDraft,
): Promise<CallResult<PlanAnswer>> {
  return await callApi(`/api/v1/plans/${id}`, {
    method: "PATCH",
    body: { revision, ...draft },
    schema: changedPlanSchema,
    ...(signal && { signal }),
  });
}

interface Asked {
  readonly id: number;
  readonly version: number;
  readonly signal?: AbortSignal;
}

/** The newest revision of a draft; null where the server does not answer. */
export async function readRevision({ id, version, signal }: Asked): Promise<number | null> {
  const answer = await readEdits({ id, version, ...(signal && { signal }) }, 1);
  return answer?.edits[0]?.revision ?? null;
}

async function readEdits({ id, version, signal }: Asked, limit: number) {
  const answer = await callApi(
    `/api/v1/plans/${id}/edits?${new URLSearchParams({ version: `${version}`, limit: `${limit}` })}`,
    {
      schema: planEditsSchema,
      ...(signal && { signal }),
    },
  );
  return answer.ok ? answer.value : null;
}

/** More is not read. */
const MOST_EDITS = 20;

/** The draft as it stands on the server, and what has been done to it since a revision; null where it does not answer. */
export async function readOvertaken({
  revision,
  ...asked
}: Asked & { readonly revision: number }): Promise<Overtaken | null> {
  const path = `/api/v1/plans/${asked.id}?version=${asked.version}`;
  const [answer, edits] = await Promise.all([
    callApi(path, { schema: changedPlanSchema, ...(asked.signal && { signal: asked.signal }) }),
    readEdits(asked, MOST_EDITS),
  ]);
  if (!answer.ok) return null;
  const since = (edits?.edits ?? []).filter((edit) => edit.revision > revision).toReversed();
  return {
    theirs: savedDraftOf(answer.value),
    changes: since.flatMap(({ changes }) => changes),
    closed: answer.value.state === "draft" ? null : answer.value.state,
  };
}
