import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { NodeNames } from "./queries.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.pool.query(
    "insert into telemetry.node values (1, 0, 'a', 0), (1, 1, 'b', 0), (2, 1, 'c', 0), (2, 19000, 'd', 0)",
  );
});
afterAll(() => db.close());

test("names come in the order they are asked for, null for a node that does not exist", async () => {
  const names = new NodeNames(db.pool);
  const asked = [
    { pool: 2, slot: 19_000 },
    { pool: 1, slot: 1 },
    { pool: 1, slot: 7 },
    { pool: 3, slot: 1 },
    { pool: 1, slot: 1 },
  ];
  expect(await names.find(asked)).toEqual(["d", "b", null, null, "b"]);
  expect(await names.find([])).toEqual([]);
});

test("a node that came since is found, beside those that are known", async () => {
  const names = new NodeNames(db.pool);
  expect(await names.find([{ pool: 1, slot: 2 }])).toEqual([null]);
  await db.pool.query("insert into telemetry.node values (1, 2, 'new', 0)");
  const asked = [0, 1, 2].map((slot) => ({ pool: 1, slot }));
  expect(await names.find(asked)).toEqual(["a", "b", "new"]);
});
