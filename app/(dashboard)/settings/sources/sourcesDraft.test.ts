import { expect, test } from "vitest";
import { DEFAULT_MAPPING, type SourceMapping } from "#lib/fleet/sources/sourceMapping.ts";
import { draftOf, readDraft } from "./sourcesDraft.ts";

test("what is shown for typing is the mapping that it was made from", () => {
  const mapping: SourceMapping = {
    ...DEFAULT_MAPPING,
    metrics: [
      ...DEFAULT_MAPPING.metrics,
      { name: "host_cpu", as: "cpu", scale: 100, where: { job: "hosts", dc: "west" } },
    ],
    createUnknown: true,
    createInRegion: "westus",
  };
  for (const one of [DEFAULT_MAPPING, mapping])
    expect(readDraft(draftOf(one))).toEqual({ ok: true, mapping: one });
});

test("what is wrong is told with its place", () => {
  const draft = draftOf(DEFAULT_MAPPING);
  const rule = { id: 99, labels: "", separator: ";", pattern: "(", to: "$1" };
  const read = readDraft({ ...draft, names: { ...draft.names, stamp: [rule] }, idleStates: " , " });
  expect(read.ok).toBe(false);
  const text = read.ok ? "" : read.problems.join("\n");
  for (const place of ["Stamp, 1, pattern: is no regular expression", "Stamp, 1, labels:", "IdleStates:"])
    expect(text).toContain(place);
});
