import type { DatabaseClient } from "../../db/client.ts";
import { SEALED_PREFIX, sealText } from "./sealText.ts";

/**
 * Seals what was stored before there was a key. Nothing without one. Any number of processes may do it at once: a row is written
 * only as it was read.
 * @returns how many channels were sealed
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
  return count;
}
