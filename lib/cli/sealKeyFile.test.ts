import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

test("a data folder has one key, made at the first start, which only its owner can read", async () => {
  vi.stubEnv("DATABASE_URL", "");
  vi.stubEnv("BALLAST_SEAL_KEY", "");
  const { sealKeyOf } = await import("./sealKeyFile.ts");
  const folder = mkdtempSync(join(tmpdir(), "ballast-seal-"));
  try {
    const key = sealKeyOf(folder);
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(sealKeyOf(folder)).toBe(key);
    expect(readFileSync(join(folder, "seal.key"), "utf8")).toBe(`${key}\n`);
    expect(statSync(join(folder, "seal.key")).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
  }
});
