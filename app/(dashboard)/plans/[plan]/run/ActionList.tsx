"use client";

import { authorize } from "#lib/auth/roles.ts";
import type { RunAction } from "#lib/execution/executionAnswer.ts";
import type { PlanView } from "../planView.ts";
import { RunButton, type RunField } from "./RunButton.tsx";
import type { DeedWords } from "./runWords.ts";

interface ActionListProps {
  readonly view: PlanView;
  readonly actions: readonly RunAction[];
  readonly path: (action: string) => string;
  readonly words: (action: string) => DeedWords;
  readonly field?: (action: string) => RunField | undefined;
  /** The one that is waited for. */
  readonly primary?: string | undefined;
  /** Also says what cannot be done now, and why. */
  readonly tellsWhyNot?: boolean;
  /** Says nothing of what takes another role: there may be thousands of it. */
  readonly isOnlyMine?: boolean;
}

/** What this person can do now, and what somebody else could. */
export function ActionList(props: ActionListProps) {
  const { view, actions, path, words, field, primary, tellsWhyNot = false, isOnlyMine = false } = props;
  const possible = actions.filter((one) => one.possible);
  const mine = possible.filter((one) => mayDo(view, one));
  const theirs = isOnlyMine ? [] : possible.filter((one) => !mayDo(view, one));
  const notNow = tellsWhyNot ? actions.filter((one) => !one.possible) : [];
  if (mine.length + theirs.length + notNow.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      {mine.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          {mine.map((one) => {
            const asked = field?.(one.action);
            return (
              <RunButton
                key={one.action}
                plan={view.plan}
                path={path(one.action)}
                words={words(one.action)}
                reason={one.needsReason ? "required" : "optional"}
                isPrimary={one.action === primary}
                {...(asked === undefined ? {} : { field: asked })}
              />
            );
          })}
        </div>
      )}
      {theirs.length > 0 && <p className="text-ink-soft">{describeTheirs(view, theirs, words)}</p>}
      {notNow.length > 0 && (
        <details className="text-ink-soft">
          <summary className="cursor-pointer">Not possible now, and why</summary>
          <ul className="mt-1 flex flex-col gap-0.5 pl-4">
            {notNow.map((one) => (
              <li key={one.action}>
                <span className="font-medium text-ink">{words(one.action).label}</span>: {one.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Nobody approves or sends back what they wrote themselves. */
function mayDo({ person, authors }: PlanView, { action, role }: RunAction): boolean {
  return authorize(person.role, role) && !(action === "approve" && authors.includes(person.name));
}

function describeTheirs(
  { person, authors }: PlanView,
  theirs: readonly RunAction[],
  words: ActionListProps["words"],
): string {
  return theirs
    .map(({ action, role }) => {
      const { label } = words(action);
      const own = action === "approve" && authors.includes(person.name);
      return own ? `${label}: somebody else’s, because you wrote it.` : `${label}: takes an ${role}.`;
    })
    .join(" ");
}
