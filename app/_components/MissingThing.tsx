import type { ReactNode } from "react";
import { EmptyState } from "./EmptyState.tsx";
import { ScopedLink } from "./scope/ScopedLink.tsx";

interface MissingThingProps {
  readonly title: string;
  /** What the audit calls it. */
  readonly thing: "stamp" | "registry" | "plan";
  readonly plural: "stamps" | "registries" | "plans";
  /** Why there may be none of that name. */
  readonly children: ReactNode;
}

/** An address that names nothing we know: where the ones there are stand, and what became of others. */
export function MissingThing({ title, thing, plural, children }: MissingThingProps) {
  return (
    <EmptyState
      title={title}
      action={
        <>
          <ScopedLink href={`/${plural}`} className="control control-primary">
            All {plural}
          </ScopedLink>
          <ScopedLink href={`/audit?thing=${thing}`} className="control">
            What became of {plural}
          </ScopedLink>
        </>
      }
    >
      <p>{children}</p>
    </EmptyState>
  );
}
