import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./testDatabase.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test("Prisma and the pools see the same migrated database", async () => {
  await db.prisma.region.create({ data: { name: "westus" } });
  const answer = await db.pool.query("select name, id::int8 as id from region");
  expect(answer.rows).toEqual([{ name: "westus", id: 1 }]);
});

test("an int8 that a number cannot hold exactly is refused instead of being rounded", async () => {
  await expect(db.pool.query("select 9007199254740993::int8 as big")).rejects.toThrow(RangeError);
});
