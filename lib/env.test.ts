import { expect, test } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

test("everything has a default, and an empty variable counts as not set", () => {
  const defaults = { BALLAST_JOBS: "on", BALLAST_LOG_LEVEL: "info" };
  expect(parseEnv({})).toEqual(defaults);
  expect(parseEnv({ DATABASE_URL: "", BALLAST_JOBS: "" })).toEqual(defaults);
});

test("every bad variable is named in one line, and no value is repeated", () => {
  const variables = { DATABASE_URL: "mysql://root:hunter2@db", BALLAST_JOBS: "maybe" };
  expect(() => parseEnv(variables)).toThrow(EnvError);
  expect(() => parseEnv(variables)).toThrow(
    /^environment: DATABASE_URL must look like .*; BALLAST_JOBS must be on or off$/,
  );
  expect(() => parseEnv(variables)).not.toThrow(/hunter2|maybe/);
});
