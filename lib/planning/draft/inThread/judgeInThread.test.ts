import { expect, test } from "vitest";
import { resolvePlanningSettings } from "../../../fleet/settings.ts";
import { regionForTests } from "../../../simulation/regionForTests.ts";
import { BINS, stamp, steady } from "../../../simulation/scenesForTests.ts";
import { type DraftToJudge, judgeDraft } from "../../judgeDraft.ts";
import { planRulesOf } from "../../planRules.ts";
import { judgeInThread, runThread } from "./commands.ts";

const names = Array.from({ length: 40 }, (_, place) => `r${place}`);

function draft(isUnordered: boolean, to = "b"): DraftToJudge {
  const input = regionForTests([
    stamp(
      "a",
      names.map((name, place) => steady(name, 1 + place / 4, place + 1)),
    ),
    stamp("b", [steady("other", 40, 90)], { seed: 2 }),
  ]);
  const moves = names.map((registry) => ({ registry, to, reason: "", skipped: null }));
  return {
    decided: {
      region: "westus",
      limitP95: null,
      startAt: null,
      newStamps: [],
      source: { kind: "moves" },
      triggers: [],
      verdicts: [],
      left: [],
    },
    phases: [{ notBefore: null, shortened: null, moves }],
    isUnordered,
    authors: ["ada"],
    nowMs: Date.UTC(2026, 2, 2, 12),
    region: {
      ...input,
      region: "westus",
      tenants: new Map(names.map((name) => [name, `${name}-ltd`])),
      traffic: new Map(names.map((name, place) => [name, { requests: (1 + place) * BINS, bytes: null }])),
      regionTraffic: { requests: 1_000 * BINS, bytes: null },
      emptyStamps: new Set(),
      replicas: [],
      stamps: [],
      rules: planRulesOf(resolvePlanningSettings([], "westus"), "UTC"),
      elsewhere: [],
      models: [],
      notes: [],
    },
  };
}

test.each([true, false])(
  "a thread's answer is the one that would be had here (unordered: %s)",
  async (isUnordered) => {
    const here = judgeDraft(draft(isUnordered));
    expect(here.ok).toBe(true);
    expect(await runThread(draft(isUnordered))).toEqual(here);
  },
);

test("what is refused is refused in a thread too, with its places", async () => {
  const here = judgeDraft(draft(false, "a"));
  expect(here.ok).toBe(false);
  expect(await judgeInThread(draft(false, "a"))).toEqual(here);
});

test("what nobody waits for any longer is not judged: neither what is under way nor what waits for its turn", async () => {
  const aborter = new AbortController();
  const begun = runThread(draft(true), aborter.signal);
  const first = judgeInThread(draft(true), { signal: aborter.signal });
  const overtaken = judgeInThread(draft(true), { isStillWanted: () => Promise.resolve(false) });
  const last = judgeInThread(draft(false));
  aborter.abort();
  expect(await Promise.all([begun, first, overtaken])).toEqual([null, null, null]);
  expect((await last)?.ok).toBe(true);
});

test("long plans are judged one after another while this thread goes on", async () => {
  let turns = 0;
  const turn = () => {
    turns++;
    timer = setImmediate(turn);
  };
  let timer = setImmediate(turn);
  const both = await Promise.all([judgeInThread(draft(true)), judgeInThread(draft(false))]);
  clearImmediate(timer);
  expect(both.map((judged) => judged?.ok)).toEqual([true, true]);
  expect(turns).toBeGreaterThan(1);
});
