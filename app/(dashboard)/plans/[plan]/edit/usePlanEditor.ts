"use client";

import { useEffect, useMemo, useReducer, useRef } from "react";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import {
  type EditorEvent,
  isUnsaved,
  mayCallOff,
  openEditor,
  reduceEditor,
  savedDraftOf,
} from "./editorState.ts";
import { decodeKept, encodeKept, keptKey } from "./keptDraft.ts";
import type { PlanDraft } from "./planDraft.ts";
import { readOvertaken, readRevision, sendDraft } from "./saveDraft.ts";

/** Edits that follow one another are one save. */
const SETTLE_MS = 700;
/** How often it is asked whether someone else has saved. */
const LOOK_MS = 4_000;
const LONGEST_RETRY_MS = 30_000;

export type PlanEditor = ReturnType<typeof usePlanEditor>;

/**
 * A draft that is edited: saved as it is, kept in the browser until the server has it, and told when someone else has
 * saved meanwhile.
 */
export function usePlanEditor(opened: PlanAnswer) {
  const [state, dispatch] = useReducer(reduceEditor, opened, (answer) => openEditor(savedDraftOf(answer)));
  const { id, version } = opened;
  const isDirty = isUnsaved(state);
  useKept({ id, version, state, isDirty, dispatch });
  useSaving({ id, version, state, isDirty, dispatch });
  useLooking({ id, version, state, dispatch });
  useLeaveGuard(isDirty);
  const change = useMemo(
    () => (edit: (draft: PlanDraft) => PlanDraft, tag?: string) =>
      dispatch({ kind: "edited", edit, ...(tag === undefined ? {} : { tag }) }),
    [],
  );
  return { state, isDirty, change, dispatch };
}

interface Edited {
  readonly id: number;
  readonly version: number;
  readonly state: ReturnType<typeof openEditor>;
  readonly dispatch: (event: EditorEvent) => void;
}

/** External system: the browser's storage. */
function useKept({ id, version, state, isDirty, dispatch }: Edited & { readonly isDirty: boolean }) {
  const key = keptKey({ id, version });
  // Another tab may keep something of its own: only what this one wrote is taken away by it.
  const isOurs = useRef(false);
  useEffect(() => {
    const kept = decodeKept(readKept(key));
    if (kept === null) return;
    isOurs.current = true;
    dispatch({ kind: "restored", kept });
  }, [key, dispatch]);
  const { saved, draft } = state;
  useEffect(() => {
    if (isDirty) {
      isOurs.current = true;
      writeKept(key, encodeKept({ revision: saved.revision, base: saved.draft, draft }));
    } else if (isOurs.current) {
      isOurs.current = false;
      writeKept(key, null);
    }
  }, [key, isDirty, saved, draft]);
}

function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing, or whose room is full, still saves to the server. */
function writeKept(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Said by the state of saving, where the server does not answer either.
  }
}

/** External system: the API. Sends what was edited once it has come to rest; what did not arrive, again and again. */
function useSaving({ id, version, state, isDirty, dispatch }: Edited & { readonly isDirty: boolean }) {
  const { draft, saved, sending, trouble, overtaken } = state;
  const mayNotSend = !isDirty || sending !== null || overtaken !== null || trouble?.kind === "refused";
  const tries = trouble?.tries ?? 0;
  const under = useRef<AbortController | null>(null);
  useEffect(() => {
    if (mayNotSend) return;
    const send = () => {
      under.current = new AbortController();
      void save({ id, version, draft, revision: saved.revision, dispatch, signal: under.current.signal });
    };
    const timer = setTimeout(
      send,
      tries === 0 ? SETTLE_MS : Math.min(LONGEST_RETRY_MS, SETTLE_MS * 2 ** tries),
    );
    const sendNow = () => {
      clearTimeout(timer);
      send();
    };
    window.addEventListener("online", sendNow, { once: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", sendNow);
    };
  }, [mayNotSend, tries, id, version, draft, saved.revision, dispatch]);
  const isOvertaken = mayCallOff(state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every further edit begins the rest anew
  useEffect(() => {
    if (!isOvertaken) return;
    const timer = setTimeout(() => under.current?.abort(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isOvertaken, draft]);
  const last = useRef<(() => void) | null>(null);
  useEffect(() => {
    // Leaving within the app does not wait for the edits to come to rest.
    last.current = mayNotSend ? null : () => void sendDraft(id, { draft, revision: saved.revision });
  }, [mayNotSend, id, draft, saved.revision]);
  useEffect(() => () => last.current?.(), []);
}

interface Save {
  readonly id: number;
  readonly version: number;
  readonly draft: PlanDraft;
  readonly revision: number;
  readonly dispatch: (event: EditorEvent) => void;
  /** Calls it off, since it has been edited on meanwhile. */
  readonly signal: AbortSignal;
}

async function save({ id, version, draft, revision, dispatch, signal }: Save): Promise<void> {
  dispatch({ kind: "sent", draft });
  const answer = await sendDraft(id, { draft, revision, signal });
  if (!answer.ok && signal.aborted) {
    dispatch({ kind: "called_off", draft });
    return;
  }
  if (answer.ok) {
    dispatch({ kind: "saved", answer: savedDraftOf(answer.value) });
    return;
  }
  const { status, message, errors } = answer.error;
  if (status === 409) {
    const overtaken = await readOvertaken({ id, version, revision });
    if (overtaken !== null) {
      dispatch({ kind: "overtaken", overtaken });
      return;
    }
  }
  const isPassing = status === 0 || status === 409 || status === 429 || status >= 500;
  dispatch({
    kind: "failed",
    trouble: { kind: isPassing ? "unreached" : "refused", message, errors },
  });
}

/** Asks every few seconds, as long as someone looks, whether another one has saved. */
function useLooking({ id, version, state, dispatch }: Edited) {
  const { sending, overtaken } = state;
  const { revision } = state.saved;
  const isWaiting = sending !== null || overtaken !== null;
  useEffect(() => {
    if (isWaiting) return;
    const aborter = new AbortController();
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const newest = await readRevision({ id, version, signal: aborter.signal });
      if (newest === null || newest <= revision || aborter.signal.aborted) return;
      const found = await readOvertaken({ id, version, revision, signal: aborter.signal });
      if (found !== null && !aborter.signal.aborted) dispatch({ kind: "overtaken", overtaken: found });
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    const lookNow = () => void look();
    document.addEventListener("visibilitychange", lookNow);
    return () => {
      aborter.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", lookNow);
    };
  }, [isWaiting, id, version, revision, dispatch]);
}

/** External system: the browser's window. Nothing is lost without it; it asks because what is unsaved is not seen by others. */
function useLeaveGuard(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
}
