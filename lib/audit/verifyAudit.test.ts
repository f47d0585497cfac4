import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { appendForTests, emptyAudit, eventForTests, TEST_AUDIT_MS } from "./auditForTests.ts";
import { appendAudit } from "./commands.ts";
import { GENESIS_HASH } from "./eventHash.ts";
import { readStoredEvents } from "./queries.ts";
import { hashOfStored } from "./storedEvent.ts";
import type { Json } from "./types.ts";
import { verifyAudit } from "./verifyAudit.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db.close();
});

const EVENTS = 9;
const verify = () => verifyAudit(db.prisma, { anchorFile: null, nowMs: TEST_AUDIT_MS });
const tamper = (sql: string, values: readonly unknown[] = []) => db.superuser.query(sql, [...values]);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The chain as it was written, put back after each tampering. */
async function restoreEvents(): Promise<void> {
  await tamper("truncate audit_event");
  await tamper("insert into audit_event select * from kept_event");
}

beforeAll(async () => {
  for (const number of numbers(EVENTS)) await appendForTests(db.client, [number]);
  await tamper("create table kept_event as select * from audit_event");
});
beforeEach(restoreEvents);

test("an audit that nobody touched is intact", async () => {
  expect(await verify()).toMatchObject({
    isIntact: true,
    finding: null,
    events: EVENTS,
    lastEventId: String(EVENTS),
  });
  await emptyAudit(db);
  expect(await verify()).toMatchObject({ isIntact: true, events: 0, lastHash: GENESIS_HASH });
});

test("every event hashes the one before it, and begins with the number 1", async () => {
  const rows = await readStoredEvents(db.prisma, { afterId: "0", limit: 100 });
  expect(rows.map(({ id }) => id)).toEqual(numbers(EVENTS).map(String));
  expect(rows.map(({ prev_hash }) => prev_hash)).toEqual([
    GENESIS_HASH,
    ...rows.slice(0, -1).map(({ hash }) => hash),
  ]);
});

test("whatever facts an event has, what is read back has the hash of what was written", async () => {
  const author = { actor: "ada", actorRole: "admin", atMs: TEST_AUDIT_MS, requestId: null };
  // PostgreSQL's jsonb holds neither the character 0 nor half of a surrogate pair.
  const isStorable = (value: unknown) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value));
  const fact = fc.jsonValue({ noUnicodeString: false }).filter(isStorable);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fact, fact), { minLength: 1, maxLength: 5 }), async (facts) => {
      await withTransaction(db.client, (tx) =>
        appendAudit(
          tx,
          author,
          // What JSON can say is Json.
          facts.map(([before, after]) => ({
            ...{ action: "setting.changed", thing: "setting", thingName: "any" },
            ...{ before: before as Json, after: after as Json },
          })),
        ),
      );
      expect((await verify()).finding).toBeNull();
    }),
    { numRuns: 40 },
  );
});

test("writers at once, of many events each, make one chain in the order of their commits", async () => {
  await Promise.all(
    numbers(12).map((writer) => appendForTests(db.client, numbers(writer), `writer ${writer}`)),
  );
  const appended = numbers(12).reduce((sum, count) => sum + count, 0);
  expect(await verify()).toMatchObject({ isIntact: true, events: EVENTS + appended });
  const { rows } = await db.pool.query<{ actor: string; ids: number[] }>(
    "select actor, array_agg(id::int order by id) as ids from audit_event where id > $1 group by actor",
    [EVENTS],
  );
  expect(rows).toHaveLength(12);
  for (const { ids } of rows) expect(Number(ids.at(-1)) - Number(ids[0]) + 1).toBe(ids.length);
});

test("a transaction that fails leaves neither an event nor a gap", async () => {
  const author = { actor: "ada", actorRole: "admin", atMs: TEST_AUDIT_MS, requestId: null };
  await expect(
    withTransaction(db.client, async (tx) => {
      await appendAudit(tx, author, [eventForTests(1)]);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  await appendForTests(db.client, [1]);
  expect(await verify()).toMatchObject({ isIntact: true, lastEventId: String(EVENTS + 1) });
});

/** What a field of an event may be changed to by someone who may write to the table. */
const FIELD_CHANGES = {
  at: "at + interval '1 millisecond'",
  actor: "actor || 'x'",
  actor_role: "'viewer'",
  action: "'setting.reset'",
  thing: "'token'",
  thing_name: "upper(thing_name)",
  before: "jsonb_set(before, '{value}', to_jsonb((before->>'value')::int + 1))",
  after: "null",
  "after, to a JSON null": "'null'::jsonb",
  "after, by a digit that no double holds": "to_jsonb((after #>> '{}')::numeric + 0.00000000000000000001)",
  "after, by a zero at the end": "to_jsonb(((after #>> '{}') || '0')::numeric)",
  reason: "coalesce(reason, '') || '.'",
  request_id: "null",
  context: `coalesce(context, '{}') || '{"version": 7}'`,
  prev_hash: "hash",
  hash: "prev_hash",
} as const;

test("every column of the table is among those whose change is looked for", async () => {
  const { rows } = await tamper(
    "select column_name as name from information_schema.columns where table_name = 'audit_event'",
  );
  const changed = Object.keys(FIELD_CHANGES).map((name) => name.split(",")[0]);
  // The number is changed by every removal, swap and insertion below.
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...new Set([...changed, "id"])].toSorted());
});

describe("a change of", () => {
  test.each(Object.entries(FIELD_CHANGES))("%s is found, whichever event it is made to", async (name, to) => {
    const column = name.split(",")[0];
    for (const id of [1, 5, EVENTS]) {
      await restoreEvents();
      const { rowCount } = await tamper(`update audit_event set ${column} = ${to} where id = $1`, [id]);
      expect(rowCount).toBe(1);
      expect(await verify()).toMatchObject({ isIntact: false, finding: { eventId: String(id) } });
    }
  });

  test("a time by less than it is kept to is found too, should the column be made to hold it", async () => {
    await tamper("alter table audit_event alter column at type timestamptz(6)");
    await tamper("update audit_event set at = at + interval '1 microsecond' where id = 4");
    expect((await verify()).finding).toMatchObject({ kind: "changed", eventId: "4" });
    await tamper("alter table audit_event alter column at type timestamptz(3)");
  });
});

/** Gives an event the hash that fits what it says now, as someone would who knows how it is made. */
async function rehash(id: number): Promise<void> {
  const [row] = await readStoredEvents(db.prisma, { afterId: String(id - 1), limit: 1 });
  if (row === undefined) throw new Error("no such event");
  await tamper("update audit_event set hash = $2 where id = $1", [id, hashOfStored(row)]);
}

/** Each does something to the events and answers the number that verification must name. */
const TAMPERINGS = {
  change: async (id: number) => {
    await tamper("update audit_event set reason = 'because' where id = $1", [id]);
    return id;
  },
  "change with its hash": async (id: number) => {
    await tamper("update audit_event set reason = 'because' where id = $1", [id]);
    await rehash(id);
    return id;
  },
  remove: async (id: number) => {
    await tamper("delete from audit_event where id = $1", [id]);
    return id;
  },
  "remove and close the gap": async (id: number) => {
    await tamper("delete from audit_event where id = $1", [id]);
    await tamper("update audit_event set id = -id where id > $1", [id]);
    await tamper("update audit_event set id = -id - 1 where id < 0");
    return id;
  },
  "swap with the next": async (id: number) => {
    await tamper("update audit_event set id = -id where id = $1", [id]);
    await tamper("update audit_event set id = id - 1 where id = $1", [id + 1]);
    await tamper("update audit_event set id = 1 - id where id < 0");
    return id;
  },
  "swap what it says with the next": async (id: number) => {
    await tamper(
      `update audit_event one set thing_name = other.thing_name, before = other.before, after = other.after
         from audit_event other where one.id in ($1::bigint, $1::bigint + 1) and other.id = 2 * $1::bigint + 1 - one.id`,
      [id],
    );
    return id;
  },
  "put in before it": async (id: number) => {
    await tamper("update audit_event set id = -id where id >= $1", [id]);
    await tamper("update audit_event set id = 1 - id where id < 0");
    await tamper(
      `insert into audit_event (id, at, actor, actor_role, action, thing, thing_name, prev_hash, hash)
       select $1::bigint, at, 'mallory', 'admin', 'token.created', 'token', 'x', prev_hash, hash
         from audit_event where id = $1::bigint + 1`,
      [id],
    );
    return id;
  },
} as const;

test("any change, removal, reordering or insertion before the newest event is found, and the first one named", async () => {
  const kinds = fc.constantFrom(...(Object.keys(TAMPERINGS) as (keyof typeof TAMPERINGS)[]));
  await fc.assert(
    fc.asyncProperty(kinds, fc.integer({ min: 1, max: EVENTS - 2 }), async (kind, id) => {
      await restoreEvents();
      const named = await TAMPERINGS[kind](id);
      const { isIntact, finding, sentence } = await verify();
      expect([isIntact, finding?.eventId, kind]).toEqual([false, String(named), kind]);
      expect(sentence).toContain(String(named));
    }),
    { numRuns: 120 },
  );
});

test("several tamperings at once are found at the first of them", async () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: EVENTS }), { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(some, async (ids) => {
      await restoreEvents();
      await tamper("update audit_event set actor = 'mallory' where id = any($1::int[])", [ids]);
      expect((await verify()).finding?.eventId).toBe(String(Math.min(...ids)));
    }),
    { numRuns: 20 },
  );
});

test.each([0, -5])("an event put in as number %d, below the first, is found", async (id) => {
  await tamper(
    `insert into audit_event select $1::bigint, at, actor, actor_role, action, thing, thing_name, before, after, reason,
       request_id, context, hash, prev_hash from audit_event where id = 1`,
    [id],
  );
  expect((await verify()).finding).toMatchObject({ kind: "misplaced", eventId: String(id) });
});

test("more events than one batch holds are followed from batch to batch, to the last of them", async () => {
  await appendForTests(db.client, numbers(2_000));
  expect(await verify()).toMatchObject({ isIntact: true, events: EVENTS + 2_000 });
  await tamper("update audit_event set thing_name = 'x' where id in (1300, 1900)");
  expect(await verify()).toMatchObject({ events: 1_299, finding: { eventId: "1300" } });
});
