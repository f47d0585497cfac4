"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { callApi } from "../_components/callApi.ts";

/** Leads to the provider of single sign-on, and back. */
export function ProviderButton({ name, returnTo }: { name: string; returnTo: string }) {
  const [isLeaving, setIsLeaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function go() {
    setIsLeaving(true);
    const answer = await callApi("/api/v1/sign-in/oidc", {
      method: "POST",
      body: { next: returnTo },
      schema: z.object({ url: z.url({ protocol: /^https?$/ }) }),
    });
    if (answer.ok) {
      window.location.assign(answer.value.url);
      return;
    }
    setIsLeaving(false);
    setProblem(answer.error.message);
  }

  return (
    <>
      <button
        type="button"
        className="control h-9 justify-center"
        disabled={isLeaving}
        onClick={() => void go()}
      >
        <KeyRound size={14} aria-hidden="true" /> Sign in with {name}
      </button>
      {problem !== null && (
        <p role="alert" className="font-medium">
          {problem}
        </p>
      )}
      <p className="flex items-center gap-3 text-xs text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
    </>
  );
}
