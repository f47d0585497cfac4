import { expect, test } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

test("everything has a default, and an empty variable counts as not set", () => {
  const defaults = {
    BALLAST_JOBS: "on",
    BALLAST_LOG_LEVEL: "info",
    BALLAST_AUDIT_ANCHOR_MINUTES: 5,
    BALLAST_REQUESTS_PER_MINUTE: 6_000,
  };
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

test("anchors are sent nowhere without a secret to sign them with", () => {
  const url = { BALLAST_AUDIT_ANCHOR_URL: "https://anchors.example/ballast" };
  expect(() => parseEnv(url)).toThrow(/^environment: BALLAST_AUDIT_ANCHOR_SECRET is needed where/);
  expect(() => parseEnv({ ...url, BALLAST_AUDIT_ANCHOR_SECRET: "short" })).toThrow(/at least 16 characters$/);
  expect(parseEnv({ ...url, BALLAST_AUDIT_ANCHOR_SECRET: "x".repeat(16) })).toMatchObject(url);
  expect(() => parseEnv({ BALLAST_AUDIT_ANCHOR_MINUTES: "0" })).toThrow(/must be 0.1 to 1440$/);
});

test("proxies are named as networks, and nothing else is taken for one", () => {
  expect(parseEnv({ BALLAST_TRUSTED_PROXIES: "10.0.0.0/8, ::1/128" }).BALLAST_TRUSTED_PROXIES).toHaveLength(
    2,
  );
  for (const wrong of ["10.0.0.1", "10.0.0.0/8,", "everyone"])
    expect(() => parseEnv({ BALLAST_TRUSTED_PROXIES: wrong })).toThrow(
      /^environment: BALLAST_TRUSTED_PROXIES must be networks/,
    );
});
