"use client";

import { authorize } from "#lib/auth/roles.ts";
import { APPROVAL_WORDS } from "../../planWords.ts";
import type { PlanView } from "../planView.ts";
import { RunButton } from "./RunButton.tsx";

/** Hands a draft over to its approvers. */
export function SubmitButton({ view: { plan, person } }: { view: PlanView }) {
  const { tier, broken } = plan.assessment;
  const needs = tier === null ? "" : ` It then needs ${APPROVAL_WORDS[tier]}, none of whom wrote it.`;
  const isWorse = broken !== null;
  if (isWorse && !authorize(person.role, "approver")) return null;
  return (
    <RunButton
      plan={plan}
      path="submit"
      words={{
        label: "Submit",
        title: `Submit version ${plan.version} of ${plan.name}`,
        what: `It is judged once more as things stand. From then on this version never changes: what is approved is exactly what runs.${needs}${isWorse ? " A step of it makes something worse: say why it is submitted all the same." : ""}`,
      }}
      reason={isWorse ? "required" : "none"}
      isPrimary={!isWorse}
    />
  );
}
