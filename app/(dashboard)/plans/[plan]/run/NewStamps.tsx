"use client";

import { authorize } from "#lib/auth/roles.ts";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { Query } from "../../../../_components/overlay/ExplainDialog.tsx";
import { countOf } from "../../planWords.ts";
import type { PlanView } from "../planView.ts";
import { RunButton } from "./RunButton.tsx";

/** Stamps that the plan begins with: to be created, then to be seen healthy. */
export function NewStamps({ view }: { view: PlanView }) {
  const { plan, execution, readMs, person } = view;
  if (execution === null) return null;
  const at = (iso: string) => `${formatUtcDateTime(Date.parse(iso), readMs)} UTC`;
  return (
    <ul className="flex flex-col gap-2">
      {execution.newStamps.map(({ name, reference, createdAt, createdBy, healthyAt, note }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>
            New stamp <span className="font-semibold">{name}</span> ({sizesOf(plan, name)}):{" "}
            {createdAt === null ? (
              "it does not exist yet."
            ) : (
              <>
                created {at(createdAt)} by {createdBy}, {reference};{" "}
                {healthyAt === null ? `not healthy yet: ${note}.` : `healthy since ${at(healthyAt)}.`}
              </>
            )}
          </span>
          {createdAt === null && plan.state === "running" && authorize(person.role, "operator") && (
            <RunButton
              plan={plan}
              path={`stamps/${encodeURIComponent(name)}/created`}
              words={{
                label: "Record as created",
                title: `Record ${name} as created`,
                what: `Create it first, with ${sizesOf(plan, name)}. From this instant on it is in the inventory; phases fill it once all of its nodes have reported for 15 minutes on end.`,
              }}
              reason="none"
              field={{
                name: "reference",
                label: "What made it: a ticket, a deployment",
                kind: "text",
                isRequired: true,
              }}
              isPrimary
            >
              <Query name="What to create" text={specOf(plan, name)} />
            </RunButton>
          )}
        </li>
      ))}
    </ul>
  );
}

function poolsOf({ content }: PlanView["plan"], name: string) {
  return content.newStamps.find((stamp) => stamp.name === name)?.pools ?? [];
}

function sizesOf(plan: PlanView["plan"], name: string): string {
  return poolsOf(plan, name)
    .map(({ name: pool, instances }) => `${pool} of ${countOf(instances, "node", "nodes")}`)
    .join(", ");
}

function specOf(plan: PlanView["plan"], name: string): string {
  const kind = plan.content.newStamps.find((stamp) => stamp.name === name)?.kind;
  return JSON.stringify({ region: plan.region, name, kind, pools: poolsOf(plan, name) }, null, 2);
}
