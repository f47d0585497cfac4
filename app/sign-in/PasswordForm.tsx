"use client";

import type { SignInAnswer } from "#lib/auth/people/person.ts";
import { TextField, typedInto } from "../_components/TextField.tsx";
import { StepForm } from "./StepForm.tsx";
import type { Typed } from "./typed.ts";

/** E-mail and password. */
export function PasswordForm({ onAnswer }: { onAnswer: (answer: SignInAnswer, typed: Typed) => void }) {
  const read = (form: HTMLFormElement) => ({
    email: typedInto(form, "email").trim(),
    password: typedInto(form, "password"),
  });
  return (
    <StepForm
      path="/api/v1/sign-in"
      read={read}
      // What comes back with the answer is what `read` made.
      onAnswer={(answer, sent) => onAnswer(answer, sent as Typed)}
      submit="Sign in"
    >
      <TextField label="E-mail" name="email" type="email" required autoComplete="username" />
      <TextField label="Password" name="password" type="password" required autoComplete="current-password" />
    </StepForm>
  );
}
