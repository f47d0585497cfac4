import type { Transaction } from "../../../db/client.ts";

export type Thing = "region" | "stamp" | "registry" | "tenant";

export interface FoundThing {
  readonly id: number;
  readonly name: string;
}

const IN_USE = { retiredAt: null };

/** By its name, or by one it had; retired ones only where asked for. */
export async function findThing(
  tx: Transaction,
  thing: Thing,
  name: string,
  { retiredToo = false }: { readonly retiredToo?: boolean } = {},
): Promise<FoundThing | null> {
  const named = await findBy(tx, thing, { name, ...(retiredToo ? {} : IN_USE) });
  if (named) return named;
  const former = await tx.formerName.findUnique({ where: { thing_name: { thing, name } } });
  return former ? await findBy(tx, thing, { id: former.thingId, ...(retiredToo ? {} : IN_USE) }) : null;
}

async function findBy(
  tx: Transaction,
  thing: Thing,
  where: { name?: string; id?: number; retiredAt?: null },
): Promise<FoundThing | null> {
  const select = { id: true, name: true };
  switch (thing) {
    case "region":
      return await tx.region.findFirst({ where, select });
    case "stamp":
      return await tx.stamp.findFirst({ where, select });
    case "registry":
      return await tx.registry.findFirst({ where, select });
    case "tenant":
      return await tx.tenant.findFirst({ where, select });
  }
}

/** Renames the row, and what names it by name instead of by id: settings name regions, constraints name tenants. */
export async function renameRow(
  tx: Transaction,
  thing: Thing,
  { id, from, to }: { readonly id: number; readonly from: string; readonly to: string },
): Promise<void> {
  const renaming = { where: { id }, data: { name: to } };
  switch (thing) {
    case "region":
      await tx.region.update(renaming);
      await tx.setting.updateMany({ where: { region: from }, data: { region: to } });
      return;
    case "stamp":
      await tx.stamp.update(renaming);
      return;
    case "registry":
      await tx.registry.update(renaming);
      return;
    case "tenant":
      await tx.tenant.update(renaming);
      await tx.$executeRaw`
        update replica set constraints = jsonb_set(constraints, '{mustNotShareWith}', (
          select jsonb_agg(case when named = ${from} then ${to} else named end)
          from jsonb_array_elements_text(constraints -> 'mustNotShareWith') as named))
        where jsonb_exists(constraints -> 'mustNotShareWith', ${from})`;
  }
}

/** The name stands for the thing from now on; the name the thing has now is no former name of anything. */
export async function rememberName(
  tx: Transaction,
  thing: Thing,
  name: { readonly former: string; readonly id: number; readonly now: string; readonly atMs: number },
): Promise<void> {
  await tx.formerName.deleteMany({ where: { thing, name: name.now } });
  const row = { thingId: name.id, changedAt: new Date(name.atMs) };
  await tx.formerName.upsert({
    where: { thing_name: { thing, name: name.former } },
    create: { thing, name: name.former, ...row },
    update: row,
  });
}

/** A stamp is retired with its pools. */
export async function retireRow(
  tx: Transaction,
  thing: Exclude<Thing, "tenant">,
  { id, atMs }: { readonly id: number; readonly atMs: number },
): Promise<void> {
  const data = { retiredAt: new Date(atMs) };
  switch (thing) {
    case "region":
      await tx.region.update({ where: { id }, data });
      return;
    case "stamp":
      await tx.stamp.update({ where: { id }, data });
      await tx.pool.updateMany({ where: { stampId: id, retiredAt: null }, data });
      return;
    case "registry":
      await tx.registry.update({ where: { id }, data });
  }
}
