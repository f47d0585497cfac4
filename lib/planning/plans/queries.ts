import { err, type Failure, MINUTE_MS, ok, type Result, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { loadSettingOverrides } from "../../fleet/settings/queries.ts";
import { resolvePlanningSettings, type SettingOverrides } from "../../fleet/settings.ts";
import { comparePlans } from "../comparePlans.ts";
import { describeChanges } from "../describeChanges.ts";
import type { PlanAnswer, PlanComparison, PlanEdits } from "../planAnswer.ts";
import type { PlanEditsQuery, PlanSide } from "../planBody.ts";
import { planContentSchema } from "../planContent.ts";
import { findVersion, type StoredVersion, type VersionKey } from "../version/queries.ts";

/** When plans on a snapshot that ended at `snapshotAt` can start no more. */
export function expiryOf(snapshotAt: Date, overrides: SettingOverrides, region: string): string {
  const { planExpiryHours } = resolvePlanningSettings(overrides, region);
  return toIso(snapshotAt.getTime() + planExpiryHours * 60 * MINUTE_MS);
}

export function noPlan({ id, version }: VersionKey): Failure {
  const detail =
    version === undefined ? `There is no plan ${id}.` : `There is no version ${version} of plan ${id}.`;
  return { code: "not_found", detail };
}

/** `GET /api/v1/plans/{id}`: a version with all that is around it. `not_found`. */
export async function getPlan(db: Transaction, key: VersionKey): Promise<Result<PlanAnswer, Failure>> {
  const found = await findVersion(db, key);
  return found === null ? err(noPlan(key)) : ok(await answerPlan(db, found));
}

async function answerPlan(db: Transaction, shown: StoredVersion): Promise<PlanAnswer> {
  const { plan } = shown;
  const versions = await db.planVersion.findMany({
    where: { planId: plan.id },
    orderBy: { version: "asc" },
    omit: { content: true, assessment: true, summary: true },
  });
  const comments = await db.planComment.findMany({ where: { planId: plan.id }, orderBy: { id: "asc" } });
  return {
    id: plan.id,
    name: plan.name,
    region: plan.region,
    author: plan.author,
    createdAt: plan.createdAt.toISOString(),
    version: shown.version,
    state: shown.state,
    revision: shown.revision,
    versionAuthor: shown.author,
    savedAt: shown.savedAt.toISOString(),
    savedBy: shown.savedBy,
    expiresAt: expiryOf(shown.snapshotAt, await loadSettingOverrides(db), plan.region),
    versions: versions.map(({ version, state, revision, author, createdAt, savedAt, savedBy }) => ({
      version,
      state,
      revision,
      author,
      createdAt: createdAt.toISOString(),
      savedAt: savedAt.toISOString(),
      savedBy,
    })),
    comments: comments.map(({ id, version, author, at, text }) => ({
      id,
      version,
      author,
      at: at.toISOString(),
      text,
    })),
    content: shown.content,
    assessment: shown.assessment,
  };
}

/** `GET /api/v1/plans/compare`: two plans, or two versions, side by side. `not_found` for either. */
export async function comparePlanVersions(
  db: Transaction,
  { left, right }: { readonly left: PlanSide; readonly right: PlanSide },
): Promise<Result<PlanComparison, Failure>> {
  const one = await getPlan(db, left);
  if (!one.ok) return one;
  const other = await getPlan(db, right);
  return other.ok ? ok(comparePlans(one.value, other.value)) : other;
}

/** `GET /api/v1/plans/{id}/edits`: the revisions of a version, the newest first, each with what it changed. */
export async function listEdits(
  db: Transaction,
  id: number,
  { version, limit, cursor }: PlanEditsQuery,
): Promise<Result<PlanEdits, Failure>> {
  const key = { id, version };
  const shown = await db.planVersion.findFirst({
    where: { planId: id, ...(version === undefined ? {} : { version }) },
    orderBy: { version: "desc" },
    select: { id: true, version: true },
  });
  if (shown === null) return err(noPlan(key));
  // One more than is shown: the last one's changes are told against it.
  const edits = await db.planEdit.findMany({
    where: { versionId: shown.id, ...(cursor === undefined ? {} : { revision: { lt: cursor } }) },
    orderBy: { revision: "desc" },
    take: limit + 1,
  });
  const told = edits.map((edit) => ({ ...edit, content: planContentSchema.parse(edit.content) }));
  return ok({
    edits: told.slice(0, limit).map((edit, place) => {
      const before = told[place + 1];
      return {
        version: shown.version,
        revision: edit.revision,
        author: edit.author,
        at: edit.at.toISOString(),
        changes: before === undefined ? [] : describeChanges(before, edit),
      };
    }),
    nextCursor: edits.length > limit ? String(edits[limit - 1]?.revision ?? "") : null,
  });
}

/** What has been saved in a version since a revision of it, the oldest first, in words: for who sent that revision. */
export async function changesSince(
  db: Transaction,
  { key, revision }: { readonly key: number; readonly revision: number },
): Promise<{ readonly path: string; readonly message: string }[]> {
  const edits = await db.planEdit.findMany({
    where: { versionId: key, revision: { gte: revision } },
    orderBy: { revision: "asc" },
    take: MOST_TOLD_EDITS,
  });
  const told = edits.map((edit) => ({ ...edit, content: planContentSchema.parse(edit.content) }));
  return told.slice(1).flatMap((edit, place) => {
    const before = told[place];
    if (before === undefined) return [];
    return describeChanges(before, edit).map((change) => ({
      path: `revision ${edit.revision}`,
      message: `${edit.author}, ${edit.at.toISOString()}: ${change}`,
    }));
  });
}

/** Who is further behind reads the plan anew; nobody reads more than that. */
const MOST_TOLD_EDITS = 50;
