"use client";

import { type FormEvent, useId, useState } from "react";
import { z } from "zod";
import { callApi } from "../_components/callApi.ts";

/** Changes a token for a session. The token is sent once and kept nowhere in the browser. */
export function TokenForm({ returnTo }: { returnTo: string }) {
  const tokenId = useId();
  const problemId = useId();
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get("token");
    setIsSending(true);
    const answer = await callApi("/api/v1/session", {
      method: "POST",
      body: { token: typeof token === "string" ? token.trim() : "" },
      schema: z.unknown(),
    });
    if (answer.ok) {
      // A full load: what was read for nobody must not be shown to somebody.
      window.location.assign(returnTo);
      return;
    }
    setIsSending(false);
    setProblem(answer.error.message);
  }

  return (
    // A form that is sent before the page is alive must not put the token into the address.
    <form method="post" onSubmit={submit} className="flex flex-col gap-2">
      <label htmlFor={tokenId} className="font-medium">
        Token
      </label>
      <input
        id={tokenId}
        name="token"
        type="password"
        required
        autoComplete="current-password"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="blst_…"
        aria-describedby={problem === null ? undefined : problemId}
        className="field h-9 font-mono"
      />
      {problem !== null && (
        <p id={problemId} role="alert" className="font-medium">
          {problem}
        </p>
      )}
      <button type="submit" className="control control-primary h-9 justify-center" disabled={isSending}>
        {isSending ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}
