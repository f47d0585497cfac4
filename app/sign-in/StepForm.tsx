"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { type SignInAnswer, signInAnswerSchema } from "#lib/auth/people/person.ts";
import { callApi } from "../_components/callApi.ts";

interface StepFormProps {
  /** Of the API, and what is sent there; a text instead is what is wrong with what was typed. */
  readonly path: string;
  readonly read: (form: HTMLFormElement) => object | string;
  readonly onAnswer: (answer: SignInAnswer, sent: object) => void;
  readonly submit: string;
  readonly onBack?: () => void;
  readonly children: ReactNode;
}

/** One question of the sign-in. What is typed is sent once and kept nowhere in the browser. */
export function StepForm({ path, read, onAnswer, submit, onBack, children }: StepFormProps) {
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const body = read(event.currentTarget);
    if (typeof body === "string") {
      setProblem(body);
      return;
    }
    setIsSending(true);
    const answer = await callApi(path, { method: "POST", body, schema: signInAnswerSchema });
    setIsSending(answer.ok && answer.value.next === "done");
    if (answer.ok) onAnswer(answer.value, body);
    else setProblem(answer.error.message);
  }

  return (
    // A form that is sent before the page is alive must not put what was typed into the address.
    <form method="post" onSubmit={(event) => void send(event)} className="flex flex-col gap-3">
      {children}
      {problem !== null && (
        <p role="alert" className="font-medium">
          {problem}
        </p>
      )}
      <button type="submit" className="control control-primary h-9 justify-center" disabled={isSending}>
        {isSending ? "Signing in…" : submit}
      </button>
      {onBack !== undefined && (
        <button type="button" className="name-link self-start" onClick={onBack}>
          Begin again
        </button>
      )}
    </form>
  );
}
