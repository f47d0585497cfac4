import { describe, expect, test } from "vitest";
import { constraintsBodySchema } from "#lib/fleet/index.ts";
import { addFreeze, type ConstraintsDraft, draftOf, readDraft } from "./constraintsDraft.ts";

const CONSTRAINTS = {
  pinned: true,
  excluded: false,
  freezes: [{ from: "2026-12-20T00:00:00.000Z", to: "2027-01-02T06:30:00.000Z", why: "holidays" }],
  mustNotShareWith: ["acme", "fabrikam"],
};

describe("a draft of constraints", () => {
  test("that nobody touched is what it was made of, and what the API takes", () => {
    const read = readDraft(draftOf(CONSTRAINTS));
    expect(read).toEqual({ ok: true, value: CONSTRAINTS });
    expect(read.ok && constraintsBodySchema.parse(read.value)).toEqual(CONSTRAINTS);
  });

  test("takes tenants apart at commas, whatever stands around them", () => {
    const draft = { ...draftOf(CONSTRAINTS), apart: " acme ,, big co , " };
    expect(readDraft(draft)).toMatchObject({ value: { mustNotShareWith: ["acme", "big co"] } });
    expect(readDraft({ ...draft, apart: "" })).toMatchObject({ value: { mustNotShareWith: [] } });
  });

  test("gives every new freeze a key of its own, also after one in the middle has gone", () => {
    const two = addFreeze(addFreeze(draftOf(CONSTRAINTS)));
    const holed = { ...two, freezes: two.freezes.filter(({ key }) => key !== 1) };
    expect(addFreeze(holed).freezes.map(({ key }) => key)).toEqual([0, 2, 3]);
  });

  test.each([
    ["2026-12-20T00:00", "", "needs both"],
    ["2026-12-20T00:00", "2026-12-20T00:00", "ends before it begins"],
    ["2026-12-21T00:00", "2026-12-20T00:00", "ends before it begins"],
    ["2026-13-45T00:00", "2026-12-20T00:00", "begins at no time"],
  ])("is refused where a freeze runs from %s to %s", (from, to, words) => {
    const draft: ConstraintsDraft = { ...draftOf(CONSTRAINTS), freezes: [{ key: 0, from, to, why: "" }] };
    const read = readDraft(draft);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.error).toContain("Freeze 1");
    expect(!read.ok && read.error).toContain(words);
  });
});
