import { DomainKeeper } from "../../audit/index.ts";
import type { DatabaseClient, Transaction } from "../../db/client.ts";
import { DEFAULT_MAPPING, type SourceMapping, sourceMappingSchema } from "./sourceMapping.ts";
import { toSourcesAnswer } from "./sourcesBody.ts";

export const SOURCES_KEY = "sources";

async function findStored(db: Transaction) {
  return await db.setting.findUnique({
    where: { key_region_poolKind: { key: SOURCES_KEY, region: "", poolKind: "" } },
  });
}

/** The mapping as it is set, with who set it. One that this version does not understand counts as not set. */
export async function getSources(db: Transaction) {
  const stored = await findStored(db);
  const parsed = sourceMappingSchema.safeParse(stored?.value);
  return toSourcesAnswer(
    parsed.success && stored
      ? { mapping: parsed.data, setAt: stored.updatedAt.toISOString(), setBy: stored.updatedBy }
      : { mapping: DEFAULT_MAPPING, setAt: null, setBy: null },
  );
}

/** The mapping for those who ask a thousand times a second; never behind the database. The same object until it changes. */
export class SourcesKeeper extends DomainKeeper<SourceMapping> {
  constructor({ pools, prisma }: Pick<DatabaseClient, "pools" | "prisma">) {
    let known = DEFAULT_MAPPING;
    super(pools.ingest, async () => {
      const { mapping } = await getSources(prisma);
      if (JSON.stringify(mapping) !== JSON.stringify(known)) known = mapping;
      return known;
    });
  }
}
