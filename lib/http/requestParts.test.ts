import { describe, expect, test } from "vitest";
import { isSameOrigin, readCookie, readCredential } from "./credentials.ts";
import { negotiateForm } from "./negotiate.ts";
import { safeReturnTo } from "./returnTo.ts";
import { isDatabaseUnavailable, problemOfThrown } from "./thrownProblem.ts";

describe("the form of an answer", () => {
  test.each([
    ["/api/v1/fleet", null, "json"],
    ["/api/v1/fleet", "*/*", "json"],
    ["/api/v1/fleet", "application/json", "json"],
    ["/api/v1/fleet", "text/csv", "csv"],
    ["/api/v1/fleet", "text/*;q=0.2, application/json;q=0.1", "csv"],
    ["/api/v1/fleet", "text/csv;q=0, */*", "json"],
    ["/api/v1/fleet", "text/html,application/xhtml+xml,*/*;q=0.8", "json"],
    ["/api/v1/fleet", "image/png", null],
    ["/api/v1/fleet.csv", "application/json", "csv"],
  ])("%s asked for as %s is %s", (path, accept, form) => {
    expect(negotiateForm(path, accept)).toBe(form);
  });
});

describe("credentials", () => {
  test("a token wins over a cookie; another scheme is no token", () => {
    const cookie = "theme=dark; ballast_session=blss_a=b";
    expect(readCredential(new Headers({ authorization: "bearer  abc", cookie }))).toEqual({
      secret: "abc",
      by: "bearer",
      holder: "token",
    });
    expect(readCredential(new Headers({ authorization: "Basic abc", cookie }))).toEqual({
      secret: "",
      by: "bearer",
      holder: "token",
    });
    const session = { secret: "blss_a=b", by: "session", holder: "token" };
    expect(readCredential(new Headers({ cookie }))).toEqual(session);
    expect(readCredential(new Headers({ cookie: `ballast_person=p.s; ${cookie}` }))).toEqual(session);
    const person = { secret: "p.s", by: "session", holder: "person" };
    expect(readCredential(new Headers({ cookie: "ballast_person=p.s; ballast_session=" }))).toEqual(person);
    expect(readCredential(new Headers())).toBeNull();
    expect(readCookie("xballast_session=1", "ballast_session")).toBeNull();
  });

  test.each([
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{ "sec-fetch-site": "cross-site", origin: "http://a", host: "a" }, false],
    [{ origin: "https://a:8", host: "a:8" }, true],
    [{ origin: "https://a.evil", host: "a" }, false],
    [{ origin: "null", host: "null" }, false],
    [{ host: "a" }, false],
  ])("a request with %j is from our own page: %s", (headers, own) => {
    expect(isSameOrigin(new Headers(Object.entries(headers)))).toBe(own);
  });
});

test.each([
  [undefined, "/"],
  ["/fleet?window=12h#map", "/fleet?window=12h#map"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/.//evil.example", "/"],
  ["/a/..//evil.example/", "/"],
  ["/%2e//evil.example", "/"],
  ["fleet", "/"],
])("after signing in, %s leads to %s, never to another site", (next, target) => {
  expect(safeReturnTo(next)).toBe(target);
});

describe("what is thrown", () => {
  test.each([
    [Object.assign(new Error("x"), { code: "ECONNREFUSED" }), true],
    [Object.assign(new Error("x"), { code: "57P03" }), true],
    [Object.assign(new Error("x"), { code: "53100" }), true],
    [
      Object.assign(new Error("x"), {
        code: "P2010",
        meta: { driverAdapterError: { cause: { originalCode: "40P01" } } },
      }),
      true,
    ],
    [
      new Error("outer", {
        cause: new AggregateError([Object.assign(new Error("x"), { code: "ECONNREFUSED" })]),
      }),
      true,
    ],
    [new Error("Connection terminated unexpectedly"), true],
    [Object.assign(new Error("x"), { code: "23505" }), false],
    [new TypeError("x is not a function"), false],
    [null, false],
  ])("%s is the database being away: %s", (error, away) => {
    expect(isDatabaseUnavailable(error)).toBe(away);
    expect(problemOfThrown(error).status).toBe(away ? 503 : 500);
  });
});
