"use client";

import { SHORTEST_PASSWORD } from "#lib/auth/people/passwordRules.ts";
import type { SignInAnswer } from "#lib/auth/people/person.ts";
import { TextField, typedInto } from "../_components/TextField.tsx";
import { StepForm } from "./StepForm.tsx";
import type { Typed } from "./typed.ts";

interface NewPasswordFormProps {
  readonly typed: Typed;
  readonly onAnswer: (answer: SignInAnswer) => void;
  readonly onBack: () => void;
}

/** One's own password in place of the one that was handed out. */
export function NewPasswordForm({ typed, onAnswer, onBack }: NewPasswordFormProps) {
  return (
    <StepForm
      path="/api/v1/sign-in/new-password"
      read={(form) => {
        const newPassword = typedInto(form, "newPassword");
        if (newPassword !== typedInto(form, "again")) return "The two are not the same: type it again.";
        return { ...typed, newPassword };
      }}
      onAnswer={onAnswer}
      submit="Change it and sign in"
      onBack={onBack}
    >
      <p className="text-base">
        Your password was made by somebody else. Choose your own, which nobody but you knows.
      </p>
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        required
        minLength={SHORTEST_PASSWORD}
        autoFocus
        autoComplete="new-password"
        hint={`At least ${SHORTEST_PASSWORD} characters; a few words that have nothing to do with one another are good.`}
      />
      <TextField label="Once more" name="again" type="password" required autoComplete="new-password" />
    </StepForm>
  );
}
