import type { Transaction } from "../../db/client.ts";
import type { PlanState } from "../planAnswer.ts";
import { type PlanAssessment, planAssessmentSchema } from "../planAssessment.ts";
import { type PlanContent, planContentSchema } from "../planContent.ts";

/** Which version of which plan; without a version the newest. */
export interface VersionKey {
  readonly id: number;
  readonly version?: number | undefined;
}

/** A version of a plan as it is stored. */
export interface StoredVersion {
  /** The row's own id. */
  readonly key: number;
  readonly plan: {
    readonly id: number;
    readonly name: string;
    readonly region: string;
    readonly author: string;
    readonly createdAt: Date;
  };
  readonly version: number;
  readonly state: PlanState;
  readonly revision: number;
  readonly content: PlanContent;
  readonly assessment: PlanAssessment;
  readonly snapshotAt: Date;
  readonly author: string;
  readonly createdAt: Date;
  readonly savedAt: Date;
  readonly savedBy: string;
}

/** A version with its plan; null = there is none. */
export async function findVersion(
  db: Transaction,
  { id, version }: VersionKey,
): Promise<StoredVersion | null> {
  const row = await db.planVersion.findFirst({
    where: { planId: id, ...(version === undefined ? {} : { version }) },
    orderBy: { version: "desc" },
    include: { plan: { include: { region: { select: { name: true } } } } },
  });
  if (row === null) return null;
  const { plan } = row;
  return {
    key: row.id,
    plan: {
      id: plan.id,
      name: plan.name,
      region: plan.region.name,
      author: plan.author,
      createdAt: plan.createdAt,
    },
    version: row.version,
    state: row.state,
    revision: row.revision,
    content: planContentSchema.parse(row.content),
    assessment: planAssessmentSchema.parse(row.assessment),
    snapshotAt: row.snapshotAt,
    author: row.author,
    createdAt: row.createdAt,
    savedAt: row.savedAt,
    savedBy: row.savedBy,
  };
}

/** The content of a version; null = there is no such version. */
export async function findContent(db: Transaction, key: VersionKey): Promise<PlanContent | null> {
  return (await findVersion(db, key))?.content ?? null;
}
