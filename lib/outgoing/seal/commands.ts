import type { DatabaseClient } from "../../db/client.ts";
import { SEALED_PREFIX, sealText } from "./sealText.ts";

/**
 * Seals what was stored before there was a key. Nothing without one. Any number of processes may do it at once: a row is written
 * only as it was read.
 * @returns how many channels and sources were sealed
 */
export async function sealStored(
  { prisma }: Pick<DatabaseClient, "prisma">,
  key: string | null,
): Promise<number> {
  if (key === null) return 0;
  const rows = await prisma.outgoingChannel.findMany({
    where: {
      retiredAt: null,
      OR: ["secret", "url"].map((one) => ({ NOT: { [one]: { startsWith: SEALED_PREFIX } } })),
    },
  });
  let count = 0;
  for (const { id, secret, url } of rows) {
    const data = {
      secret: secret.startsWith(SEALED_PREFIX) ? secret : sealText(key, "channel secret", secret),
      url: url.startsWith(SEALED_PREFIX) ? url : sealText(key, "channel address", url),
    };
    count += (await prisma.outgoingChannel.updateMany({ where: { id, secret, url }, data })).count;
  }
  const sources = await prisma.pullSource.findMany({
    where: { retiredAt: null, NOT: { url: { startsWith: SEALED_PREFIX } } },
  });
  for (const { id, secret, url } of sources) {
    const data = {
      url: sealText(key, "pull address", url),
      secret: secret === "" ? "" : sealText(key, "pull secret", secret),
    };
    count += (await prisma.pullSource.updateMany({ where: { id, secret, url }, data })).count;
  }
  return count;
}
