"use client";

import { useState } from "react";
import type { SignInAnswer } from "#lib/auth/people/person.ts";
import { CodeForm } from "./CodeForm.tsx";
import { NewPasswordForm } from "./NewPasswordForm.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { ProviderButton } from "./ProviderButton.tsx";
import { TokenForm } from "./TokenForm.tsx";
import type { Typed } from "./typed.ts";

interface SignInStepsProps {
  readonly returnTo: string;
  /** What the button of single sign-on says; null = there is none. */
  readonly providerName: string | null;
  /** What was wrong with a sign-in that came back from the provider. */
  readonly problem: string | null;
}

type Step = "password" | "token" | "second_factor" | "new_password";

/** Signing in, one question at a time. */
export function SignInSteps({ returnTo, providerName, problem }: SignInStepsProps) {
  const [step, setStep] = useState<Step>("password");
  const [typed, setTyped] = useState<Typed>({ email: "", password: "" });

  function goOn({ next }: SignInAnswer) {
    // A full load: what was read for nobody must not be shown to somebody.
    if (next === "done") window.location.assign(returnTo);
    else setStep(next);
  }

  const startAnew = () => setStep("password");
  if (step === "second_factor") return <CodeForm onAnswer={goOn} onBack={startAnew} />;
  if (step === "new_password") return <NewPasswordForm typed={typed} onAnswer={goOn} onBack={startAnew} />;
  return (
    <div className="flex flex-col gap-4">
      {problem !== null && (
        <p role="alert" className="font-medium">
          {problem}
        </p>
      )}
      {step === "token" ? (
        <TokenForm returnTo={returnTo} />
      ) : (
        <>
          {providerName !== null && <ProviderButton name={providerName} returnTo={returnTo} />}
          <PasswordForm
            onAnswer={(answer, sent) => {
              setTyped(sent);
              goOn(answer);
            }}
          />
        </>
      )}
      <button
        type="button"
        className="name-link self-start"
        onClick={() => setStep(step === "token" ? "password" : "token")}
      >
        {step === "token" ? "Use e-mail and password instead" : "Use a token instead"}
      </button>
    </div>
  );
}
