import type { Transaction } from "../../db/client.ts";

/**
 * Takes a mark for the rest of the transaction and answers where it stands: whoever else wants it waits, so that what is
 * done from it on is done once, by one replica. Made where there is none yet, at `start`.
 */
export async function takeMark(tx: Transaction, name: string, start: bigint): Promise<bigint> {
  await tx.$executeRaw`insert into read_mark (name, position) values (${name}, ${start}) on conflict do nothing`;
  const rows = await tx.$queryRaw<{ position: bigint }[]>`
    select position from read_mark where name = ${name} for update`;
  return rows[0]?.position ?? start;
}

export async function moveMark(tx: Transaction, name: string, position: bigint): Promise<void> {
  await tx.readMark.update({ where: { name }, data: { position } });
}
