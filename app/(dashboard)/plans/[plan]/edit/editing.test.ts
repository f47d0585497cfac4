import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanAssessment } from "#lib/planning/planAssessment.ts";
import {
  type EditorEvent,
  type EditorState,
  isUnsaved,
  mayCallOff,
  openEditor,
  reduceEditor,
  type SavedDraft,
} from "./editorState.ts";
import { mergeDrafts } from "./mergeDrafts.ts";
import { changePhase, type PlanDraft, placeMove, removeMove, splitPhase, stepMove } from "./planDraft.ts";

const ASSESSMENT: PlanAssessment = {
  computedAt: "2026-11-22T00:00:00.000Z",
  window: { from: "2026-11-21T00:00:00.000Z", to: "2026-11-21T12:00:00.000Z" },
  snapshot: { homesDigest: "", models: [], limits: [] },
  tier: "low",
  broken: null,
  doubts: [],
  phases: [],
  pools: [],
  excess: { before: 3, after: 0 },
  caution: { smallestFirst: 1, largestFirst: 1 },
  notes: [],
};

const BASE: PlanDraft = {
  name: "plan",
  startAt: null,
  limitP95: null,
  newStamps: [],
  phases: ["one", "two", "three", "four"].map((name, at) => ({
    name,
    class: "medium",
    batch: at + 1,
    observationHours: 24,
    notBefore: null,
    shortened: null,
    moves: ["x", "y"].map((letter) => ({
      registry: `${name}-${letter}`,
      tenant: "contoso",
      from: "wus-a",
      to: "wus-c",
      reason: "",
      skipped: null,
    })),
  })),
};

function savedAs(draft: PlanDraft, revision: number, savedBy = "ana"): SavedDraft {
  return { draft, revision, savedAt: "2026-11-22T00:00:00.000Z", savedBy, assessment: ASSESSMENT };
}

const rename = (draft: PlanDraft, at: number, name: string) => changePhase(draft, at, { name });
const namesOf = ({ phases }: PlanDraft) => phases.map(({ name }) => name);

function run(state: EditorState, ...events: EditorEvent[]): EditorState {
  return events.reduce(reduceEditor, state);
}

const send = (state: EditorState) => run(state, { kind: "sent", draft: state.draft });

const renamed = (at: number, name: string, tag?: string): EditorEvent => ({
  kind: "edited",
  edit: (draft) => rename(draft, at, name),
  ...(tag === undefined ? {} : { tag }),
});

describe("a save that is edited on while it is judged", () => {
  const begun = run(send(run(openEditor(savedAs(BASE, 1)), renamed(0, "first"))), renamed(1, "second"));

  test("may be called off, but no two in a row, so that edits without an end are saved too", () => {
    expect(mayCallOff(begun)).toBe(true);
    expect(mayCallOff(send(openEditor(savedAs(BASE, 1))))).toBe(false);
    const off = run(begun, { kind: "called_off", draft: begun.sending ?? BASE });
    expect(isUnsaved(off)).toBe(true);
    const next = run(send(off), renamed(2, "third"));
    expect(mayCallOff(next)).toBe(false);
    const arrived = run(next, { kind: "saved", answer: savedAs(next.sending ?? BASE, 2) });
    expect(mayCallOff(run(send(arrived), renamed(3, "fourth")))).toBe(true);
  });

  test("and had arrived all the same is no one else's: the newer edits go on top of it", () => {
    const stored = begun.sending ?? BASE;
    const off = run(begun, { kind: "called_off", draft: stored });
    const theirs = savedAs(stored, 2);
    const told = run(off, { kind: "overtaken", overtaken: { theirs, changes: [], closed: null } });
    expect(told.overtaken).toBeNull();
    expect(told.saved.revision).toBe(2);
    expect(namesOf(told.draft)).toEqual(["first", "second", "three", "four"]);
    // Also where the newer edits were on their way already, and were refused for it.
    const refused = run(send(off), { kind: "overtaken", overtaken: { theirs, changes: [], closed: null } });
    expect([refused.sending, refused.overtaken, refused.saved.revision]).toEqual([null, null, 2]);
    expect(namesOf(refused.draft)).toEqual(["first", "second", "three", "four"]);
    expect(isUnsaved(refused)).toBe(true);
    const other = savedAs(rename(BASE, 3, "theirs"), 2, "bo");
    expect(
      run(off, { kind: "overtaken", overtaken: { theirs: other, changes: [], closed: null } }).overtaken,
    ).not.toBeNull();
  });
});

describe("two editions of one draft", () => {
  test("that touch different phases are one, also where one of them parted a phase", () => {
    const mine = splitPhase(rename(BASE, 0, "first"), "one-y");
    const theirs = rename(BASE, 2, "third");
    const { draft, conflicts } = mergeDrafts({ base: BASE, mine, theirs });
    expect(conflicts).toEqual([]);
    expect(namesOf(draft)).toEqual(["first", "first (2)", "two", "third", "four"]);
  });

  test("that touch neighbouring phases are one", () => {
    const { draft, conflicts } = mergeDrafts({
      base: BASE,
      mine: rename(BASE, 1, "second"),
      theirs: rename(BASE, 2, "third"),
    });
    expect(conflicts).toEqual([]);
    expect(namesOf(draft)).toEqual(["one", "second", "third", "four"]);
  });

  test("that touch the same phase are a conflict, named; mine stands in it, and theirs elsewhere", () => {
    const theirs = rename(rename(BASE, 0, "theirs"), 3, "fourth");
    const merged = mergeDrafts({ base: BASE, mine: rename(BASE, 0, "mine"), theirs });
    expect(merged.conflicts).toEqual([{ about: "the phase one" }]);
    expect(namesOf(merged.draft)).toEqual(["mine", "two", "three", "fourth"]);
  });

  test("that send the same move to different phases never let it move twice", () => {
    const mine = placeMove(BASE, "one-x", { phase: 1, place: 0 });
    const theirs = placeMove(BASE, "one-x", { phase: 3, place: 0 });
    const merged = mergeDrafts({ base: BASE, mine, theirs });
    expect(merged.conflicts).not.toEqual([]);
  });

  test("of which one took a stamp away that the other one needs are a conflict", () => {
    const stamp = { name: "wus-new", kind: "isolated", pools: [] } as const;
    const base: PlanDraft = { ...BASE, newStamps: [{ ...stamp, pools: [] }] };
    const mine = {
      ...base,
      phases: base.phases.map((phase, at) =>
        at === 0 ? { ...phase, moves: phase.moves.map((move) => ({ ...move, to: "wus-new" })) } : phase,
      ),
    };
    const merged = mergeDrafts({ base, mine, theirs: { ...base, newStamps: [] } });
    expect(merged.conflicts).toHaveLength(1);
    expect(merged.draft.newStamps).toHaveLength(1);
  });

  test("of which one is as it was give the other, whatever it is; no registry moves twice, and none is lost", () => {
    const registry = fc.constantFrom(
      ...BASE.phases.flatMap(({ moves }) => moves.map((move) => move.registry)),
    );
    const change = fc.oneof(
      registry.map((name) => (draft: PlanDraft) => stepMove(draft, name, 1)),
      registry.map((name) => (draft: PlanDraft) => splitPhase(draft, name)),
      registry.map((name) => (draft: PlanDraft) => removeMove(draft, name)),
      fc.nat(3).map((at) => (draft: PlanDraft) => changePhase(draft, at, { observationHours: 36 })),
    );
    const edition = fc
      .array(change, { maxLength: 4 })
      .map((all) => all.reduce((draft, one) => one(draft), BASE));
    fc.assert(
      fc.property(edition, edition, (mine, theirs) => {
        expect(mergeDrafts({ base: BASE, mine, theirs: BASE })).toEqual({ draft: mine, conflicts: [] });
        const own = mergeDrafts({ base: BASE, mine: BASE, theirs });
        expect(own.conflicts).toEqual([]);
        expect(own.draft).toEqual(theirs);
        const { draft } = mergeDrafts({ base: BASE, mine, theirs });
        const moved = draft.phases.flatMap(({ moves }) => moves.map((move) => move.registry));
        expect(new Set(moved).size).toBe(moved.length);
        const has = (edition: PlanDraft, name: string) =>
          edition.phases.some(({ moves }) => moves.some((move) => move.registry === name));
        const inBoth = BASE.phases
          .flatMap(({ moves }) => moves.map((move) => move.registry))
          .filter((name) => has(mine, name) && has(theirs, name));
        expect(inBoth.filter((name) => !moved.includes(name))).toEqual([]);
      }),
    );
  });
});

describe("the editor", () => {
  const open = openEditor(savedAs(BASE, 3));

  test("undoes and redoes; letters of one text are one step", () => {
    const typed = run(open, renamed(0, "o", "name-0"), renamed(0, "on", "name-0"), renamed(1, "t", "name-1"));
    expect(typed.past).toHaveLength(2);
    const back = run(typed, { kind: "undone" }, { kind: "undone" });
    expect(back.draft).toEqual(BASE);
    expect(isUnsaved(back)).toBe(false);
    expect(run(back, { kind: "redone" }, { kind: "redone" }).draft).toEqual(typed.draft);
  });

  test("keeps what is edited while it saves, and saves it next", () => {
    const sent = send(run(open, renamed(0, "first")));
    const after = run(sent, renamed(1, "second"), {
      kind: "saved",
      answer: savedAs(sent.draft, 4),
    });
    expect(after.saved.revision).toBe(4);
    expect(namesOf(after.draft)).toEqual(["first", "second", "three", "four"]);
    expect(isUnsaved(after)).toBe(true);
  });

  test("takes the server's form of what it sent", () => {
    const sent = send(run(open, renamed(0, " first ")));
    const after = run(sent, { kind: "saved", answer: savedAs(rename(BASE, 0, "first"), 4) });
    expect(isUnsaved(after)).toBe(false);
    expect(namesOf(after.draft)[0]).toBe("first");
  });

  test("takes someone else's version at once where nothing is unsaved, and asks where something is", () => {
    const theirs = savedAs(rename(BASE, 3, "fourth"), 5, "bo");
    const overtaken: EditorEvent = { kind: "overtaken", overtaken: { theirs, changes: [], closed: null } };
    expect(run(open, overtaken).draft).toBe(theirs.draft);
    const torn = run(open, renamed(0, "first"), overtaken);
    expect(torn.overtaken?.theirs.savedBy).toBe("bo");
    expect(namesOf(torn.draft)[0]).toBe("first");
    expect(run(torn, { kind: "took_theirs" }).draft).toBe(theirs.draft);
    const both = run(torn, { kind: "put_mine_on_top" });
    expect(namesOf(both.draft)).toEqual(["first", "two", "three", "fourth"]);
    expect(both.saved.revision).toBe(5);
    expect(isUnsaved(both)).toBe(true);
    // One step back is what they had.
    expect(run(both, { kind: "undone" }).draft).toBe(theirs.draft);
  });

  test("cannot put anything on top of a version that is no draft any more", () => {
    const theirs = savedAs(BASE, 5, "bo");
    const closed = run(open, renamed(0, "first"), {
      kind: "overtaken",
      overtaken: { theirs, changes: [], closed: "submitted" },
    });
    expect(run(closed, { kind: "put_mine_on_top" })).toBe(closed);
  });

  test("goes on after a reload where it was left, and asks where the server has moved on", () => {
    const mine = rename(BASE, 0, "first");
    const kept = { base: BASE, draft: mine };
    const restored = run(open, { kind: "restored", kept: { ...kept, revision: 3 } });
    expect(restored.draft).toBe(mine);
    expect(isUnsaved(restored)).toBe(true);
    const later = openEditor(savedAs(rename(BASE, 3, "fourth"), 4));
    const torn = run(later, { kind: "restored", kept: { ...kept, revision: 3 } });
    expect(torn.overtaken).not.toBeNull();
    expect(namesOf(run(torn, { kind: "put_mine_on_top" }).draft)).toEqual([
      "first",
      "two",
      "three",
      "fourth",
    ]);
    // What the server had got before the reload is no conflict.
    const arrived = openEditor(savedAs(mine, 4));
    expect(run(arrived, { kind: "restored", kept: { ...kept, revision: 3 } }).overtaken).toBeNull();
  });

  test("tries again what did not arrive, and waits for an edit where it was refused", () => {
    const lost = { kind: "unreached", message: "no answer", errors: [] } as const;
    const twice = run(
      open,
      renamed(0, "first"),
      { kind: "failed", trouble: lost },
      { kind: "failed", trouble: lost },
    );
    expect(twice.trouble?.tries).toBe(2);
    expect(run(twice, renamed(1, "second")).trouble?.kind).toBe("unreached");
    const refused = run(open, renamed(0, ""), { kind: "failed", trouble: { ...lost, kind: "refused" } });
    expect(run(refused, renamed(0, "first")).trouble).toBeNull();
  });
});
