import { z } from "zod";
import { type HashedEvent, hashOfEvent, sha256OfCanonical } from "./eventHash.ts";

/** The parts of an evidence pack that tell whether it is what was handed out; the rest is under its digest. */
const packSchema = z.looseObject({
  digest: z.string(),
  audit: z.array(
    z.looseObject({
      id: z.string(),
      at: z.string(),
      actor: z.string(),
      actorRole: z.string(),
      action: z.string(),
      thing: z.string(),
      thingName: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      reason: z.string().nullable(),
      requestId: z.string().nullable(),
      context: z.unknown(),
      previousHash: z.string().nullable(),
      hash: z.string().nullable(),
    }),
  ),
});

/** What a check of an evidence pack found. */
export interface EvidenceFinding {
  readonly isIntact: boolean;
  readonly sentence: string;
  /** Null = it is not intact. */
  readonly digest: string | null;
  /** Number and hash of each event that it holds: to be held against the audit itself. */
  readonly events: readonly { readonly id: string; readonly hash: string }[];
}

/** The pack with its digest: SHA-256 of the canonical form (RFC 8785) of all the rest. */
export function sealEvidence<Pack extends object>(pack: Pack): Pack & { readonly digest: string } {
  return { ...pack, digest: sha256OfCanonical(pack) };
}

/** Whether a pack is as it was handed out: its digest, and the hash of every event of the audit in it. */
export function verifyEvidence(pack: unknown): EvidenceFinding {
  const parsed = packSchema.safeParse(pack);
  if (!parsed.success) return broken("This is no evidence pack: it has no digest, or no audit.");
  const { digest, ...rest } = parsed.data;
  if (sha256OfCanonical(rest) !== digest)
    return broken("The pack was changed after it was handed out: its digest is another.");
  const changed = parsed.data.audit.find(
    ({ previousHash, hash, ...event }) =>
      hash === null ||
      previousHash === null ||
      hashOfEvent({ ...fieldsOf(event), prevHash: previousHash }) !== hash,
  );
  if (changed !== undefined)
    return broken(`Event ${changed.id} in the pack is not as it was written: its hash is another.`);
  return {
    isIntact: true,
    digest,
    sentence: `The pack is as it was handed out: digest ${digest}, ${parsed.data.audit.length} events of the audit.`,
    events: parsed.data.audit.map(({ id, hash }) => ({ id, hash: hash ?? "" })),
  };
}

function fieldsOf(event: Omit<HashedEvent, "prevHash">): Omit<HashedEvent, "prevHash"> {
  const { id, at, actor, actorRole, action, thing, thingName, before, after, reason, requestId, context } =
    event;
  return { id, at, actor, actorRole, action, thing, thingName, before, after, reason, requestId, context };
}

function broken(sentence: string): EvidenceFinding {
  return { isIntact: false, sentence, digest: null, events: [] };
}
