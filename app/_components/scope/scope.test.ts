import { describe, expect, test } from "vitest";
import { stampHref } from "./hrefs.ts";
import { carryScope, loadScope, scopedHref } from "./scope.ts";

describe("the scope", () => {
  test("travels with a link: region, time range and refresh, and nothing else", () => {
    const current = new URLSearchParams("region=westus&window=now-3h&refresh=1m&sort=-max&selected=a%2Fb");
    expect(carryScope("/stamps", current)).toBe("/stamps?region=westus&window=now-3h&refresh=1m");
  });

  test("gives way to what the link itself names; a time of its own replaces the whole time range", () => {
    const current = new URLSearchParams("region=westus&window=now-3h");
    expect(carryScope("/fleet?region=east", current)).toBe("/fleet?region=east&window=now-3h");
    expect(carryScope("/fleet?from=a&to=b", current)).toBe("/fleet?from=a&to=b&region=westus");
  });

  test("stands before the place within the page that a link leads to", () => {
    const current = new URLSearchParams("region=westus");
    expect(carryScope("/settings#limitP95", current)).toBe("/settings?region=westus#limitP95");
    expect(carryScope("/settings#limitP95", new URLSearchParams())).toBe("/settings#limitP95");
  });

  test("read on the server is what was written", async () => {
    const scope = { region: "westus", range: { kind: "relative", minutes: 180 }, refresh: "30s" } as const;
    const href = scopedHref("/fleet", scope);
    const parameters = Object.fromEntries(new URL(href, "http://ballast.test").searchParams);
    expect(await loadScope(Promise.resolve(parameters))).toEqual(scope);
  });

  test("falls back to all regions, the peak window and no refresh", async () => {
    const scope = await loadScope(Promise.resolve({ window: "whenever", refresh: "2s" }));
    expect(scope).toEqual({ region: "", range: { kind: "peak" }, refresh: "off" });
  });

  test("names with odd characters stay one segment of the path", () => {
    expect(stampHref("a/b c", "x&y")).toBe("/stamps/a%2Fb%20c?pool=x%26y");
  });
});
