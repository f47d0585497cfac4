"use client";

import { useState } from "react";
import type { CallResult } from "./callApi.ts";

/** One call at a time, and what was wrong with the last. */
export function useSending() {
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send<T>(call: () => Promise<CallResult<T>>, onDone: (answer: T) => void): Promise<void> {
    setIsSending(true);
    setProblem(null);
    const answer = await call();
    setIsSending(false);
    if (answer.ok) onDone(answer.value);
    else setProblem(answer.error.message);
  }

  return { isSending, problem, setProblem, send };
}
