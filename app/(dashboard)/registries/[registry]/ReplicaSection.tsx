"use client";

import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { whatIfHref } from "../../what-if/whatIfHref.ts";
import { constraintWords } from "../replicaRow.ts";
import { ConstraintsDialog } from "./ConstraintsDialog.tsx";
import { CurvePanel } from "./CurvePanel.tsx";
import { LoadPanel } from "./LoadPanel.tsx";
import { PlacesPanel } from "./PlacesPanel.tsx";
import type { RegistryView, ReplicaView } from "./registryView.ts";

interface ReplicaSectionProps {
  readonly registry: string;
  readonly replica: ReplicaView;
  readonly view: RegistryView;
}

/** A registry in one region. */
export function ReplicaSection({ registry, replica, view }: ReplicaSectionProps) {
  const withCurve = replica.places.filter(({ hotNodeP95 }) => hotNodeP95 !== null);
  return (
    <section aria-label={`${registry} in ${replica.region}`} className="flex flex-col gap-4">
      <Facts registry={registry} replica={replica} view={view} />
      {replica.notes.map((note) => (
        <p
          key={`${note.stamp} ${note.pool} ${note.code}`}
          role="status"
          className="flex max-w-prose items-start gap-2 text-base"
        >
          <CircleAlert size={15} aria-hidden="true" className="mt-[3px] shrink-0" />
          {note.detail}
        </p>
      ))}
      {replica.places.length > 0 && <PlacesPanel replica={replica} now={view.readMs} />}
      {replica.window !== null && replica.places.length > 0 && (
        <LoadPanel registry={registry} replica={replica} window={replica.window} now={view.readMs} />
      )}
      <div className={`grid gap-4 ${withCurve.length > 1 ? "lg:grid-cols-2" : ""}`}>
        {withCurve.map((place) => (
          <CurvePanel
            key={`${place.stamp} ${place.pool}`}
            registry={registry}
            place={place}
            now={view.readMs}
          />
        ))}
      </div>
    </section>
  );
}

function Facts({ registry, replica, view }: ReplicaSectionProps) {
  const [isEditing, setIsEditing] = useState(false);
  const { constraints, homeStamp, boundAtMs, lastMovedAtMs } = replica;
  const said = constraintWords({ ...constraints, freezes: constraints.freezes.length });
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="min-w-0">
        <h2 className="text-base font-semibold">In {replica.region}</h2>
        <p className="text-ink-soft">
          {homeStamp === null ? (
            "No home here now."
          ) : (
            <>
              At home on{" "}
              <ScopedLink href={stampHref(homeStamp)} className="name-link">
                {homeStamp}
              </ScopedLink>
              {boundAtMs !== null && <> since {formatUtcDateTime(boundAtMs, view.readMs)} UTC</>}
              {lastMovedAtMs === null
                ? "; never moved."
                : `; last moved ${formatUtcDateTime(lastMovedAtMs, view.readMs)} UTC.`}
            </>
          )}
        </p>
        <p>
          <span className="text-ink-soft">Constraints: </span>
          {said === "" ? "none, it may be moved at any time." : `${said}.`}
        </p>
        <ul className="text-ink-soft">
          {constraints.freezes.map(({ from, to, why }) => (
            <li key={`${from} ${to}`}>
              Frozen {formatUtcDateTime(Date.parse(from), view.readMs)} –{" "}
              {formatUtcDateTime(Date.parse(to), view.readMs)} UTC
              {why === "" ? "" : `: ${why}`}
            </li>
          ))}
        </ul>
      </div>
      {homeStamp !== null && (
        <div className="flex flex-wrap gap-2">
          <ScopedLink href={whatIfHref(replica.region, [registry])} className="control">
            What if it moved
          </ScopedLink>
          {view.canEdit && (
            <button type="button" className="control" onClick={() => setIsEditing(true)}>
              Edit constraints
            </button>
          )}
          {isEditing && (
            <ConstraintsDialog
              registry={registry}
              region={replica.region}
              constraints={constraints}
              onClose={() => setIsEditing(false)}
            />
          )}
        </div>
      )}
    </div>
  );
}
