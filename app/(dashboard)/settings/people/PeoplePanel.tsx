"use client";

import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import type { PersonView } from "#lib/auth/people/person.ts";
import { formatCount } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import { EditPersonDialog } from "./EditPersonDialog.tsx";
import { NewPersonDialog } from "./NewPersonDialog.tsx";
import { peopleColumns } from "./peopleColumns.tsx";

interface PeoplePanelProps {
  readonly people: readonly PersonView[];
  readonly regions: readonly string[];
  /** Whoever looks; null for a token. */
  readonly ownId: string | null;
  readonly now: number;
}

/** Everybody there is, and what an admin may do with them. */
export function PeoplePanel({ people, regions, ownId, now }: PeoplePanelProps) {
  const [isMaking, setIsMaking] = useState(false);
  const [editedId, setEditedId] = useState<string | null>(null);
  const columns = useMemo(() => peopleColumns({ now, ownId, onEdit: setEditedId }), [now, ownId]);
  const edited = people.find(({ id }) => id === editedId);
  const enabled = people.filter(({ disabledAt }) => disabledAt === null).length;
  return (
    <>
      <Panel
        title="People"
        note={`${formatCount(enabled)} may sign in, of ${formatCount(people.length)} there are.`}
        controls={
          <button type="button" className="control control-primary" onClick={() => setIsMaking(true)}>
            <Plus size={14} aria-hidden="true" /> New person
          </button>
        }
        isFlush
      >
        <DataTable
          caption="People with their role, regions and sign-in"
          columns={columns}
          rows={people}
          rowId={({ id }) => id}
          emptyText="Nobody signs in here by a password or single sign-on yet. Make somebody with New person."
        />
      </Panel>
      {isMaking && <NewPersonDialog regions={regions} onClose={() => setIsMaking(false)} />}
      {edited !== undefined && (
        <EditPersonDialog
          key={edited.id}
          person={edited}
          regions={regions}
          isOwn={edited.id === ownId}
          onClose={() => setEditedId(null)}
        />
      )}
    </>
  );
}
