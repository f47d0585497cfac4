import type { PersonView } from "#lib/auth/people/person.ts";
import { formatAgo } from "#lib/charts/index.ts";
import type { DataColumn } from "../../../_components/table/types.ts";
import { ROLE_WORDS } from "../tokens/tokenView.ts";
import { describeRegions, describeSignIn } from "./describePerson.ts";

interface ColumnParts {
  readonly now: number;
  readonly ownId: string | null;
  readonly onEdit: (id: string) => void;
}

/** The table of people. */
export function peopleColumns({ now, ownId, onEdit }: ColumnParts): DataColumn<PersonView>[] {
  return [
    {
      id: "name",
      header: "Name",
      width: 190,
      isRowHeader: true,
      cell: ({ id, name, disabledAt }) => (
        <span className={disabledAt === null ? "" : "text-ink-soft line-through"} title={name}>
          <span className="font-medium">{name}</span>
          {id === ownId && <span className="text-ink-soft"> (you)</span>}
        </span>
      ),
    },
    { id: "email", header: "E-mail", width: 210, cell: ({ email }) => <span title={email}>{email}</span> },
    {
      id: "role",
      header: "Role",
      width: 90,
      cell: ({ role }) => <span title={ROLE_WORDS[role]}>{role}</span>,
    },
    {
      id: "regions",
      header: "Regions",
      width: 150,
      cell: ({ regions }) => <span title={describeRegions(regions)}>{describeRegions(regions)}</span>,
    },
    {
      id: "by",
      header: "Signs in by",
      width: 190,
      cell: (person) => <span title={describeSignIn(person)}>{describeSignIn(person)}</span>,
    },
    {
      id: "seen",
      header: "Last seen",
      meaning: "To the minute",
      width: 110,
      cell: ({ lastSeenAt }) =>
        lastSeenAt === null ? (
          <span className="text-ink-soft">never</span>
        ) : (
          <span title={`${lastSeenAt} UTC`}>{formatAgo(Date.parse(lastSeenAt), now)}</span>
        ),
    },
    {
      id: "edit",
      header: "Edit",
      width: 80,
      align: "right",
      cell: ({ id, email }) => (
        <button type="button" className="control h-7" aria-label={`Edit ${email}`} onClick={() => onEdit(id)}>
          Edit
        </button>
      ),
    },
  ];
}
