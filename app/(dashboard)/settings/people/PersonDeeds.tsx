"use client";

import type { PersonView } from "#lib/auth/people/person.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { DialogActions } from "../../../_components/overlay/DialogActions.tsx";
import { deedsFor, type PersonDeed } from "./personDeeds.ts";

interface PersonDeedsProps {
  readonly person: PersonView;
  readonly isSending: boolean;
  readonly onChoose: (deed: PersonDeed) => void;
}

/** What is done at once: signing out, a lost password or phone, letting in no more. What ends something is asked about. */
export function PersonDeeds({ person, isSending, onChoose }: PersonDeedsProps) {
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="text-ink-soft">At once, and in the audit:</p>
      <div className="flex flex-wrap gap-2">
        {deedsFor(person).map((deed) => (
          <button
            key={deed.label}
            type="button"
            className="control"
            disabled={isSending}
            onClick={() => onChoose(deed)}
          >
            {deed.label}
            {deed.question !== null && "…"}
          </button>
        ))}
      </div>
    </div>
  );
}

interface DeedQuestionProps {
  readonly deed: PersonDeed;
  readonly isOwn: boolean;
  readonly isSending: boolean;
  readonly problem: string | null;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Says what it ends, and asks. */
export function DeedQuestion({ deed, isOwn, isSending, problem, onCancel, onConfirm }: DeedQuestionProps) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">{deed.question}</p>
      {isOwn && <Notice tone="warning">This is you: it signs this browser out, too.</Notice>}
      <DialogActions
        problem={problem}
        onCancel={onCancel}
        confirm={deed.label}
        sending={isSending && "Doing it…"}
        onConfirm={onConfirm}
      />
    </div>
  );
}
