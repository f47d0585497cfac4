import { formatUtcDateTime } from "#lib/charts/index.ts";
import { Panel } from "../../../../_components/Panel.tsx";
import type { PlanView } from "../planView.ts";

/** Who approved what, and where the plan was left: kept for good. */
export function RecordPanel({ view: { execution, plan, readMs } }: { view: PlanView }) {
  if (execution === null) return null;
  const { approvals, deviations, digest } = execution;
  const at = (iso: string) => `${formatUtcDateTime(Date.parse(iso), readMs)} UTC`;
  return (
    <Panel
      title="Approvals and deviations"
      note={`given for the content ${digest.slice(0, 16)}…, which is what runs`}
      controls={
        <a className="control" href={`/api/v1/plans/${plan.id}/evidence?version=${plan.version}`} download>
          Evidence pack
        </a>
      }
    >
      <div className="grid gap-4 xl:grid-cols-2">
        <List title="Approvals" empty="Nobody has approved anything yet.">
          {approvals.map((one) => (
            <li key={`${one.at} ${one.actor} ${one.phase}`} className={one.isVoid ? "text-ink-soft" : ""}>
              <span className="font-semibold">{one.actor}</span> ({one.role}){" "}
              {one.decision === "approve" ? "approved" : "sent back"}{" "}
              {one.phase === null ? "the plan" : `phase ${one.phase}`}, {at(one.at)}
              {one.reason !== null && <>: “{one.reason}”</>}
              {one.isVoid && " (void: it came out otherwise since)"}
            </li>
          ))}
        </List>
        <List title="Deviations" empty="It has run as approved so far.">
          {deviations.map((one) => (
            <li key={`${one.at} ${one.kind} ${one.registry}`}>
              <span className="font-semibold">{one.kind.replaceAll("_", " ")}</span>
              {one.phase !== null && ` in phase ${one.phase}`}
              {one.registry !== null && `, ${one.registry}`}, by {one.actor}
              {one.approver !== null && one.approver !== one.actor && `, approved by ${one.approver}`},{" "}
              {at(one.at)}: “{one.reason}”
            </li>
          ))}
        </List>
      </div>
    </Panel>
  );
}

function List({
  title,
  empty,
  children,
}: {
  title: string;
  empty: string;
  children: readonly React.ReactNode[];
}) {
  return (
    <div>
      <h3 className="pb-1 font-semibold">{title}</h3>
      {children.length === 0 ? (
        <p className="text-ink-soft">{empty}</p>
      ) : (
        <ol className="flex max-h-80 flex-col gap-1 overflow-y-auto">{children}</ol>
      )}
    </div>
  );
}
