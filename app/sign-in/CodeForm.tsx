"use client";

import type { SignInAnswer } from "#lib/auth/people/person.ts";
import { TextField, typedInto } from "../_components/TextField.tsx";
import { StepForm } from "./StepForm.tsx";

interface CodeFormProps {
  readonly onAnswer: (answer: SignInAnswer) => void;
  readonly onBack: () => void;
}

/** The code of the app, or a backup code. */
export function CodeForm({ onAnswer, onBack }: CodeFormProps) {
  return (
    <StepForm
      path="/api/v1/sign-in/second-factor"
      read={(form) => ({ code: typedInto(form, "code").replaceAll(/\s/g, "") })}
      onAnswer={onAnswer}
      submit="Sign in"
      onBack={onBack}
    >
      <TextField
        label="Code"
        name="code"
        required
        isCode
        // The one thing this page is for by now.
        autoFocus
        autoComplete="one-time-code"
        hint="The six digits that your app shows now, or one of your backup codes."
      />
    </StepForm>
  );
}
