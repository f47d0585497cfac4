import type { VerificationState } from "#lib/audit/verification.ts";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

/** What keeps the record of changes from being changed itself. */
export function AuditProtection({ state }: { state: VerificationState }) {
  const { last } = state;
  return (
    <Panel title="The audit">
      <div className="flex max-w-[100ch] flex-col gap-1">
        <p className={state.protection === "role" ? "" : "font-semibold"}>{state.protectionSentence}</p>
        <p>{state.anchoring.sentence}</p>
        <p className={last === null || last.isIntact ? "" : "font-semibold"}>
          {last === null ? "It has not been verified since the application started. " : `${last.sentence} `}
          <ScopedLink href="/audit" className="text-link">
            Verify it on the Audit page
          </ScopedLink>
        </p>
      </div>
    </Panel>
  );
}
