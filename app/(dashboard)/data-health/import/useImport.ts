"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { Recipe } from "#lib/imports/recipe.ts";
import {
  type Preview,
  previewSchema,
  type Session,
  sessionListSchema,
  sessionSchema,
} from "#lib/imports/session/sessionBody.ts";
import { callApi } from "../../../_components/callApi.ts";
import type { Pace } from "./importWords.ts";
import { openPicked, type PickedFile, UnpackError } from "./pickedFile.ts";
import { sendFile, toBase64 } from "./sendFile.ts";

export interface Running {
  readonly session: Session;
  readonly pace: Pace;
  readonly nowMs: number;
  /** Why it waits; null = it goes on. */
  readonly waiting: string | null;
  readonly isOver: boolean;
}

/** Everything that the page knows of the file at hand. */
export interface ImportState {
  readonly file: PickedFile | null;
  readonly preview: Preview | null;
  readonly createIn: string | null;
  /** An import of this very file that was not finished. */
  readonly unfinished: Session | null;
  readonly running: Running | null;
  readonly problem: string | null;
}

const NOTHING: ImportState = {
  file: null,
  preview: null,
  createIn: null,
  unfinished: null,
  running: null,
  problem: null,
};

/** One file at a time: looked at, mapped, rehearsed, sent, stopped, gone on with. */
export function useImport() {
  const router = useRouter();
  const [state, setState] = useState<ImportState>(NOTHING);
  const stop = useRef<AbortController | null>(null);
  const asked = useRef(0);
  const change = (part: Partial<ImportState>) => setState((before) => ({ ...before, ...part }));

  // External system: the page that is left while a file is being sent. The import stays open, to be gone on with.
  useEffect(() => () => stop.current?.abort(), []);

  async function look(file: PickedFile, recipe: Recipe | null, createIn: string | null) {
    asked.current += 1;
    const mine = asked.current;
    const answer = await callApi("/api/v1/imports/preview", {
      method: "POST",
      schema: previewSchema,
      body: {
        head: toBase64(file.head),
        isWhole: file.isWhole,
        createIn,
        ...(recipe !== null && { recipe }),
      },
    });
    // Only the latest question counts: an answer to an earlier one may come after it.
    if (mine !== asked.current) return;
    if (answer.ok) change({ preview: answer.value, problem: null });
    else change({ problem: answer.error.message });
  }

  async function pick(picked: File) {
    stop.current?.abort();
    state.file?.close();
    setState(NOTHING);
    try {
      const file = await openPicked(picked);
      const found = await callApi(`/api/v1/imports?fingerprint=${file.fingerprint}`, {
        schema: sessionListSchema,
      });
      const imports = found.ok ? found.value.imports : [];
      change({ file, unfinished: imports.find((one) => one.state !== "complete") ?? null });
      await look(file, null, null);
    } catch (error) {
      change({ problem: error instanceof UnpackError ? error.message : "The file cannot be read." });
    }
  }

  async function run(session: Session) {
    const { file } = state;
    if (file === null) return;
    const controller = new AbortController();
    stop.current = controller;
    const pace = { startedMs: Date.now(), fromBytes: session.filePosition, fromRows: session.rows };
    const show = (part: Partial<Running>) =>
      setState((before) => ({
        ...before,
        running: {
          session,
          pace,
          waiting: null,
          isOver: false,
          ...before.running,
          nowMs: Date.now(),
          ...part,
        },
      }));
    change({
      running: { session, pace, nowMs: Date.now(), waiting: null, isOver: false },
      unfinished: null,
      problem: null,
    });
    const end = await sendFile(session, {
      file,
      signal: controller.signal,
      onProgress: (known) => show({ session: known }),
      onWaiting: (waiting) => show({ waiting }),
    });
    show({ session: end.session, isOver: true, waiting: null });
    if (end.kind === "failed") change({ problem: end.message });
    router.refresh();
  }

  async function begin(dryRun: boolean) {
    const { file, preview, createIn } = state;
    if (file === null || preview === null) return;
    const answer = await callApi("/api/v1/imports", {
      method: "POST",
      schema: sessionSchema,
      body: {
        file: { name: file.name, bytes: file.bytes, fingerprint: file.fingerprint },
        head: toBase64(file.head),
        isWhole: file.isWhole,
        recipe: preview.recipe,
        dryRun,
        createIn,
      },
    });
    if (answer.ok) await run(answer.value);
    else change({ problem: answer.error.message });
  }

  /** Goes on with an import, also with one that was cancelled. */
  async function goOn(session: Session) {
    if (session.state === "open") return await run(session);
    const answer = await callApi(`/api/v1/imports/${session.id}/resume`, {
      method: "POST",
      schema: sessionSchema,
    });
    if (answer.ok) await run(answer.value);
    else change({ problem: answer.error.message });
  }

  async function cancel() {
    stop.current?.abort();
    const session = state.running?.session;
    if (session === undefined) return;
    const answer = await callApi(`/api/v1/imports/${session.id}/cancel`, {
      method: "POST",
      schema: sessionSchema,
    });
    if (!answer.ok) return change({ problem: answer.error.message });
    setState((before) => ({
      ...before,
      running: before.running === null ? null : { ...before.running, session: answer.value, isOver: true },
    }));
    router.refresh();
  }

  return {
    state,
    pick,
    begin,
    goOn,
    cancel,
    setRecipe: (recipe: Recipe) => {
      if (state.file === null || state.preview === null) return;
      change({ preview: { ...state.preview, recipe }, running: null });
      void look(state.file, recipe, state.createIn);
    },
    setCreateIn: (createIn: string | null) => {
      change({ createIn });
      if (state.file !== null && state.preview !== null)
        void look(state.file, state.preview.recipe, createIn);
    },
    startOver: () => change({ unfinished: null }),
    close: () => {
      state.file?.close();
      setState(NOTHING);
    },
  };
}

export type ImportControl = ReturnType<typeof useImport>;
