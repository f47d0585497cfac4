import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.pool.query("insert into region (name) values ('westus'), ('northeurope')");
});
afterAll(async () => {
  await db.close();
});

/** `npm run person -- …` as it is run on the server, beside the application. */
async function person(...args: string[]) {
  const entry = join(import.meta.dirname, "bootstrap.mjs");
  const child = spawn(process.execPath, [entry, "person", ...args], {
    env: { ...process.env, DATABASE_URL: db.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", errors: "" };
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.errors += chunk;
  });
  await once(child, "close");
  return { ...said, status: child.exitCode };
}

const PASSWORD = /^([a-z2-9]{5}-){3}[a-z2-9]{5}\n$/;
const EMAIL = ["--email", "Nora@Example.com"];

async function stored() {
  const { rows } = await db.pool.query(
    `select email, name, role, whole_fleet, must_change_password, two_factor_enabled, disabled_at is not null as disabled,
       array(select name from region where id = any (region_ids) order by name) as regions,
       (select password from person_account where person_id = person.id) as hash from person`,
  );
  return rows;
}

test("npm run person makes a person and prints the first password alone; what is said later is changed, --reset makes another", async () => {
  const nobody = await person(...EMAIL);
  expect(nobody).toMatchObject({
    status: 1,
    out: "",
    errors: expect.stringContaining("--role ROLE is needed"),
  });

  const made = await person(...EMAIL, "--role", "operator", "--regions", "westus, northeurope");
  expect(made).toMatchObject({ status: 0, out: expect.stringMatching(PASSWORD), errors: "" });
  const first = await stored();
  expect(first).toEqual([
    expect.objectContaining({
      ...{ email: "nora@example.com", name: "nora", role: "operator", must_change_password: true },
      ...{ whole_fleet: false, regions: ["northeurope", "westus"], disabled: false },
    }),
  ]);
  expect(first[0].hash).not.toContain(made.out.trim());

  await db.pool.query("update person set disabled_at = now(), two_factor_enabled = true");
  const changed = await person(...EMAIL, "--role", "admin", "--regions", "all", "--name", "Nora Night");
  expect(changed).toMatchObject({
    status: 0,
    out: "",
    errors: expect.stringContaining("password is as it was"),
  });
  const second = await stored();
  expect(second).toEqual([
    expect.objectContaining({
      ...{ name: "Nora Night", role: "admin", whole_fleet: true, regions: [] },
      ...{ disabled: false, two_factor_enabled: true, hash: first[0].hash },
    }),
  ]);

  const reset = await person(...EMAIL, "--reset");
  expect(reset).toMatchObject({ status: 0, out: expect.stringMatching(PASSWORD) });
  expect(reset.out).not.toBe(made.out);
  const [third] = await stored();
  expect(third).toMatchObject({ role: "admin", two_factor_enabled: false, must_change_password: true });
  expect(third.hash).not.toBe(first[0].hash);

  for (const [args, reason] of [
    [["--regions", "atlantis"], "atlantis"],
    [["--role", "ingest"], "--role"],
    [["--role", "viewer"], "last admin"],
  ] as const) {
    const refused = await person(...EMAIL, ...args);
    expect(refused).toMatchObject({ status: 1, out: "", errors: expect.stringMatching(/^ballast: .*\n$/) });
    expect(refused.errors).toContain(reason);
  }
  const { rows } = await db.pool.query("select action, actor from audit_event order by id");
  expect(rows).toEqual(
    ["person.created", "person.updated", "person.second_factor_disabled", "person.password_reset"].map(
      (action) => ({
        action,
        actor: "cli",
      }),
    ),
  );
});
