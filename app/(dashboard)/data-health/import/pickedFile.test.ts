import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openPicked } from "./pickedFile.ts";

/** Lines that pack to about half of their length. */
const TEXT = randomBytes(6_000_000).toString("hex");
const PACKED = gzipSync(TEXT);

test("a packed file is read part by part as it was before it was packed, forwards and back", async () => {
  const picked = await openPicked(new File([PACKED], "x.csv.gz"));
  const read = async (from: number, size: number) =>
    Buffer.from((await picked.read(from, size)).bytes).toString();
  let whole = "";
  for (let from = 0; from < TEXT.length; from += 1_500_000) whole += await read(from, 1_500_000);
  expect(whole === TEXT).toBe(true);
  expect(await read(7_000_000, 50)).toBe(TEXT.slice(7_000_000, 7_000_050));
  expect((await picked.read(TEXT.length - 10, 50)).isLast).toBe(true);
  picked.close();
});

test("how much of a packed file was read is how far it is, and not all of it from the first part on", async () => {
  const picked = await openPicked(new File([PACKED], "x.csv.gz"));
  const shares: number[] = [];
  for (const tenths of [1, 3, 5, 7, 9]) {
    const { filePosition } = await picked.read((TEXT.length * (tenths - 1)) / 10, TEXT.length / 10);
    shares.push(filePosition / PACKED.length - tenths / 10);
  }
  picked.close();
  for (const ahead of shares) {
    expect(ahead).toBeGreaterThanOrEqual(-0.01);
    expect(ahead).toBeLessThan(0.1);
  }
});
