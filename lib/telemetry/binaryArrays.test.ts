import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { byteaArray, int2Array, int4Array, xidArray } from "./binaryArrays.ts";

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

describe("arrays in binary form", () => {
  it("are to the server what was put in, empty ones too", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 20 }),
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }),
        async (int2, int4, xid, bytea) => {
          const { rows } = await db.pool.query(
            "select $1::smallint[] as int2, $2::int[] as int4, $3::xid[]::text[] as xid, $4::bytea[] as bytea",
            [int2Array(int2), int4Array(int4), xidArray(xid), byteaArray(bytea)],
          );
          expect(rows[0]).toEqual({
            int2,
            int4,
            xid: xid.map(String),
            bytea: bytea.map((bytes) => Buffer.from(bytes)),
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});
