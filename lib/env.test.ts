import { expect, test } from "vitest";
import { EnvError, oidcOf, parseEnv } from "./env.ts";

test("everything has a default, and an empty variable counts as not set", () => {
  const defaults = {
    BALLAST_JOBS: "on",
    BALLAST_LOG_LEVEL: "info",
    BALLAST_AUDIT_ANCHOR_MINUTES: 5,
    BALLAST_DRAIN_SECONDS: 0,
    BALLAST_STOP_SECONDS: 20,
    BALLAST_REQUESTS_PER_MINUTE: 6_000,
    BALLAST_ADDRESS_REQUESTS_PER_MINUTE: 30_000,
    BALLAST_INGEST_BODIES: 16,
    BALLAST_INGEST_MEGABYTES_PER_SECOND: 64,
    BALLAST_SESSION_IDLE_MINUTES: 720,
    BALLAST_SESSION_DAYS: 7,
    BALLAST_SIGN_IN_FAILURES: 10,
    BALLAST_OIDC_NAME: "single sign-on",
    BALLAST_OIDC_SCOPES: "openid profile email",
    BALLAST_OIDC_ROLE_CLAIM: "roles,groups",
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

test("single sign-on is whole or not at all", () => {
  const issuer = { BALLAST_OIDC_ISSUER: "https://login.example/tenant/v2.0" };
  expect(() => parseEnv(issuer)).toThrow(
    /BALLAST_PUBLIC_URL is needed where .*; BALLAST_OIDC_CLIENT_ID is needed .*; BALLAST_OIDC_CLIENT_SECRET/,
  );
  const whole = {
    ...issuer,
    BALLAST_PUBLIC_URL: "https://ballast.example",
    BALLAST_OIDC_CLIENT_ID: "ballast",
    BALLAST_OIDC_CLIENT_SECRET: "secret",
  };
  expect(oidcOf(parseEnv(whole))).toMatchObject({
    issuer: "https://login.example/tenant/v2.0",
    roleClaims: ["roles", "groups"],
    scopes: ["openid", "profile", "email"],
    defaultRole: null,
  });
  expect(oidcOf(parseEnv({}))).toBeNull();
  expect(() => parseEnv({ ...whole, BALLAST_OIDC_DEFAULT_ROLE: "ingest" })).toThrow(
    /must be viewer, operator/,
  );
  expect(() => parseEnv({ BALLAST_SESSION_IDLE_MINUTES: "0" })).toThrow(/whole number of minutes from 5 to/);
});
