import pino from "pino";
import { createApiToken, ROLES, type Role } from "../auth/index.ts";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { type AppContext, installAppContext } from "./appContext.ts";

/** 2026-03-02T12:00:00Z, a Monday. */
export const TEST_START_MS = Date.UTC(2026, 2, 2, 12);

/** The app's context over a database of this test file alone, with a token for each role and a clock that stands still. */
export interface TestApp {
  readonly db: TestDatabase;
  readonly app: AppContext;
  readonly tokens: Readonly<Record<Role, string>>;
  /** Log lines at level error, parsed. */
  readonly errorLog: readonly Record<string, unknown>[];
  readonly clock: { nowMs: number };
  close(): Promise<void>;
}

export async function createTestApp(): Promise<TestApp> {
  const db = await createTestDatabase();
  const clock = { nowMs: TEST_START_MS };
  const errorLog: Record<string, unknown>[] = [];
  const log = pino({ level: "error" }, { write: (line: string) => errorLog.push(JSON.parse(line)) });
  const app = installAppContext({ database: db.client, clock: () => clock.nowMs, log, checkAnswers: true });
  const tokens: Partial<Record<Role, string>> = {};
  for (const role of ROLES) tokens[role] = await makeToken(db, role, `${role}-token`);
  return {
    db,
    app,
    // Filled for every role just above.
    tokens: tokens as Record<Role, string>,
    errorLog,
    clock,
    close: () => db.close(),
  };
}

async function makeToken(db: TestDatabase, role: Role, name: string): Promise<string> {
  const author = { actor: "test", actorRole: "admin", atMs: TEST_START_MS, requestId: null };
  const token = await withTransaction(db.client, (tx) => createApiToken(tx, author, { role, name }));
  if (!token.ok || token.value.secret === null) throw new Error("no token was made");
  return token.value.secret;
}
