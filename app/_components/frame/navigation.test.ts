import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PARTS, PLACES, partsFor } from "./navigation.ts";

const labels = (typed: string) => partsFor(typed).map(({ label }) => label);

describe("pages within the places of the rail", () => {
  test("are found by their name, by what they are for, and by several words in any order; nothing typed finds none", () => {
    expect(labels("import")).toEqual(["Import a file"]);
    expect(labels("csv")).toEqual(["Import a file"]);
    expect(labels("backfill")).toEqual(["Read from Prometheus"]);
    expect(labels("prometheus")).toEqual(["Read from Prometheus", "Sources: what labels and metrics mean"]);
    expect(labels("write REMOTE")).toEqual(["Sources: what labels and metrics mean"]);
    expect(labels(" ")).toEqual([]);
    expect(labels("no such page")).toEqual([]);
  });

  test("are there", () => {
    for (const { href } of [...PLACES, ...PARTS]) {
      const [path = ""] = href.split("#");
      const folder = join(import.meta.dirname, "../../(dashboard)", path);
      const pages = [join(folder, "page.tsx"), join(folder, "(list)", "page.tsx")];
      expect(
        pages.some((page) => existsSync(page)),
        href,
      ).toBe(true);
    }
  });
});
