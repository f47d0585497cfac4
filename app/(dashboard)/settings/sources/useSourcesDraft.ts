"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { type SourcesAnswer, sourcesAnswerSchema } from "#lib/fleet/sources/sourcesBody.ts";
import { type SourcesPreview, sourcesPreviewSchema } from "#lib/telemetry/sources/previewAnswer.ts";
import { callApi } from "../../../_components/callApi.ts";
import { toast } from "../../../_components/overlay/toast.tsx";
import { draftOf, readDraft, type SourcesDraft } from "./sourcesDraft.ts";

/** After the last key, before the server is asked. */
const QUIET_MS = 400;
/** What arrives meanwhile is shown, too. */
const ANEW_EVERY_MS = 15_000;

/** A mapping that is being typed, what it would make of what arrived, and the way to set it. */
export function useSourcesDraft(sources: SourcesAnswer, first: SourcesPreview) {
  const [draft, setDraft] = useState(() => draftOf(sources.mapping));
  const [preview, setPreview] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const router = useRouter();
  const read = useMemo(() => readDraft(draft), [draft]);
  const text = read.ok ? JSON.stringify(read.mapping) : null;
  // Both ways through the same form, which alone settles the order of fields.
  const isSame = useMemo(() => {
    const held = readDraft(draftOf(sources.mapping));
    return held.ok && text === JSON.stringify(held.mapping);
  }, [sources.mapping, text]);

  // The server: it alone knows what arrived.
  useEffect(() => {
    if (text === null) return;
    const gone = new AbortController();
    const ask = async () => {
      const answer = await callApi("/api/v1/sources/preview", {
        method: "POST",
        body: { mapping: JSON.parse(text) },
        schema: sourcesPreviewSchema,
        signal: gone.signal,
      });
      if (gone.signal.aborted) return;
      if (answer.ok) setPreview(answer.value);
      setProblem(answer.ok ? null : answer.error.message);
    };
    const soon = setTimeout(() => void ask(), QUIET_MS);
    const again = setInterval(() => document.visibilityState === "visible" && void ask(), ANEW_EVERY_MS);
    return () => {
      gone.abort();
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [text]);

  /** null = done; else what went wrong. */
  async function save(reason: string): Promise<string | null> {
    if (text === null) return "What was typed is no mapping yet.";
    const answer = await callApi("/api/v1/sources", {
      method: "PUT",
      body: { mapping: JSON.parse(text), reason },
      schema: sourcesAnswerSchema,
    });
    if (!answer.ok) return answer.error.message;
    toast("The mapping of sources is set. What arrives from now on goes by it.");
    router.refresh();
    return null;
  }

  return {
    draft,
    change: (more: Partial<SourcesDraft>) => setDraft((before) => ({ ...before, ...more })),
    takeDefault: () => setDraft(draftOf(sources.default)),
    discard: () => setDraft(draftOf(sources.mapping)),
    problems: read.ok ? [] : read.problems,
    isSame,
    preview,
    problem,
    save,
  };
}
