import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { PlanAssessment } from "#lib/planning/planAssessment.ts";
import { mergeDrafts } from "./mergeDrafts.ts";
import { draftOf, type PlanDraft } from "./planDraft.ts";

/** A draft as the server has it. */
export interface SavedDraft {
  readonly draft: PlanDraft;
  readonly revision: number;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly assessment: PlanAssessment;
}

/** Why what was edited is not on the server yet. */
export interface SaveTrouble {
  /** `unreached` is tried again by itself; `refused` only once it is edited. */
  readonly kind: "unreached" | "refused";
  readonly message: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** How often it has been tried in vain. */
  readonly tries: number;
}

/** Someone else has saved meanwhile. */
export interface Overtaken {
  readonly theirs: SavedDraft;
  /** What they changed, in the server's words. */
  readonly changes: readonly string[];
  /** The draft can no longer be changed: its state in words. */
  readonly closed: string | null;
}

export interface EditorState {
  /** As it is edited. */
  readonly draft: PlanDraft;
  readonly past: readonly PlanDraft[];
  readonly future: readonly PlanDraft[];
  /** What the last edit was of: edits of one text that follow one another are one step to undo. */
  readonly tag: string | null;
  readonly saved: SavedDraft;
  /** On its way to the server. */
  readonly sending: PlanDraft | null;
  /** What was called off on its way, because it had been edited on; it may have arrived all the same. */
  readonly calledOff: PlanDraft | null;
  readonly trouble: SaveTrouble | null;
  readonly overtaken: Overtaken | null;
}

export type EditorEvent =
  | { readonly kind: "edited"; readonly edit: (draft: PlanDraft) => PlanDraft; readonly tag?: string }
  | { readonly kind: "undone" | "redone" | "took_theirs" | "put_mine_on_top" }
  | { readonly kind: "sent" | "called_off"; readonly draft: PlanDraft }
  | { readonly kind: "restored"; readonly kept: KeptDraft }
  | { readonly kind: "saved"; readonly answer: SavedDraft }
  | { readonly kind: "failed"; readonly trouble: Omit<SaveTrouble, "tries"> }
  | { readonly kind: "overtaken"; readonly overtaken: Overtaken };

/** What is kept in the browser until the server has it. */
export interface KeptDraft {
  readonly revision: number;
  /** That it began from. */
  readonly base: PlanDraft;
  readonly draft: PlanDraft;
}

/** So many steps back. */
const MOST_STEPS = 100;

export function savedDraftOf(answer: PlanAnswer): SavedDraft {
  const { revision, savedAt, savedBy, assessment } = answer;
  return { draft: draftOf(answer), revision, savedAt, savedBy, assessment };
}

export function openEditor(saved: SavedDraft): EditorState {
  const { draft } = saved;
  const nothing = { tag: null, sending: null, calledOff: null, trouble: null, overtaken: null };
  return { draft, past: [], future: [], saved, ...nothing };
}

/** Whether the server lacks something of what was edited. */
export function isUnsaved({ draft, saved }: Pick<EditorState, "draft" | "saved">): boolean {
  return !isSameDraft(draft, saved.draft);
}

/** Whether what is being sent has been edited on, and no other save was called off for that: one of two arrives. */
export function mayCallOff({ draft, sending, calledOff }: EditorState): boolean {
  return sending !== null && calledOff === null && !isSameDraft(draft, sending);
}

function isSameDraft(one: PlanDraft, other: PlanDraft): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** What the editor becomes by something that a person did or the server said. */
export function reduceEditor(state: EditorState, event: EditorEvent): EditorState {
  switch (event.kind) {
    case "edited":
      return edit(state, event.edit(state.draft), event.tag ?? null);
    case "undone":
      return undo(state);
    case "redone":
      return redo(state);
    case "restored":
      return restore(state, event.kept);
    case "sent":
      return { ...state, sending: event.draft };
    case "called_off":
      return { ...state, sending: null, calledOff: event.draft };
    case "saved":
      return settle(state, event.answer);
    case "failed":
      return {
        ...state,
        sending: null,
        trouble: { ...event.trouble, tries: (state.trouble?.tries ?? 0) + 1 },
      };
    case "overtaken":
      return meet(state, event.overtaken);
    case "took_theirs":
      return state.overtaken === null ? state : openEditor(state.overtaken.theirs);
    case "put_mine_on_top":
      return rebase(state);
  }
}

function edit(state: EditorState, draft: PlanDraft, tag: string | null): EditorState {
  if (draft === state.draft) return state;
  const isSameStep = tag !== null && tag === state.tag;
  const past = isSameStep ? state.past : [...state.past, state.draft].slice(-MOST_STEPS);
  return { ...state, draft, past, future: [], tag, trouble: eased(state.trouble) };
}

/** What was refused may be well now. */
function eased(trouble: SaveTrouble | null): SaveTrouble | null {
  return trouble?.kind === "refused" ? null : trouble;
}

function undo(state: EditorState): EditorState {
  const draft = state.past.at(-1);
  if (draft === undefined) return state;
  const [past, future] = [state.past.slice(0, -1), [state.draft, ...state.future]];
  return { ...state, draft, past, future, tag: null, trouble: eased(state.trouble) };
}

function redo(state: EditorState): EditorState {
  const [draft, ...future] = state.future;
  if (draft === undefined) return state;
  const past = [...state.past, state.draft];
  return { ...state, draft, past, future, tag: null, trouble: eased(state.trouble) };
}

/** What the browser kept goes on where it was left; where the server has moved on, it has been overtaken. */
function restore(state: EditorState, kept: KeptDraft): EditorState {
  const { saved } = state;
  if (kept.revision === saved.revision) return { ...state, draft: kept.draft, past: [saved.draft] };
  const mine = { ...openEditor({ ...saved, draft: kept.base, revision: kept.revision }), draft: kept.draft };
  return meet(mine, { theirs: saved, changes: [], closed: null });
}

function settle(state: EditorState, answer: SavedDraft): EditorState {
  // The server's form of what was sent, where nothing has been edited since.
  const draft = state.draft === state.sending ? answer.draft : state.draft;
  return { ...state, draft, saved: answer, sending: null, calledOff: null, trouble: null };
}

/** Someone else's version: taken at once where nothing of mine is at stake, otherwise a person decides. */
function meet(state: EditorState, overtaken: Overtaken): EditorState {
  if (overtaken.theirs.revision < state.saved.revision) return { ...state, sending: null };
  const wasStored = state.calledOff !== null && isSameDraft(overtaken.theirs.draft, state.calledOff);
  // What is on its way now is newer, and is sent again on top of it.
  if (overtaken.closed === null && wasStored) return settle({ ...state, sending: null }, overtaken.theirs);
  const isMine = isSameDraft(overtaken.theirs.draft, state.draft);
  if (overtaken.closed === null && (isMine || !isUnsaved(state))) return openEditor(overtaken.theirs);
  return { ...state, sending: null, overtaken };
}

/** Mine and theirs as one, to be saved on top of theirs. */
function rebase(state: EditorState): EditorState {
  const { overtaken, saved, draft } = state;
  if (overtaken === null || overtaken.closed !== null) return state;
  const merged = mergeDrafts({ base: saved.draft, mine: draft, theirs: overtaken.theirs.draft });
  return { ...openEditor(overtaken.theirs), draft: merged.draft, past: [overtaken.theirs.draft] };
}
