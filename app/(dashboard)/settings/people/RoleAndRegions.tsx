"use client";

import { PERSON_ROLES, type PersonRole } from "#lib/auth/people/decideGrant.ts";
import { Choice } from "../../../_components/Choice.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { ROLE_WORDS } from "../tokens/tokenView.ts";

export interface Rights {
  readonly role: PersonRole;
  /** null = the whole fleet. */
  readonly regions: readonly string[] | null;
}

interface RoleAndRegionsProps {
  readonly rights: Rights;
  readonly all: readonly string[];
  readonly onChange: (rights: Rights) => void;
}

/** What a person may do, and where. The whole fleet is said, never meant by choosing nothing. */
export function RoleAndRegions({ rights, all, onChange }: RoleAndRegionsProps) {
  const { role, regions } = rights;
  const toggle = (name: string) => {
    const chosen = new Set(regions ?? []);
    if (!chosen.delete(name)) chosen.add(name);
    onChange({ ...rights, regions: all.filter((one) => chosen.has(one)) });
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SelectBox
          label="Role"
          showsLabel
          value={role}
          items={PERSON_ROLES.map((one) => ({ value: one, label: one }))}
          onChange={(next) => onChange({ ...rights, role: PERSON_ROLES.find((one) => one === next) ?? role })}
        />
        <Choice
          label="Where"
          value={regions === null ? "fleet" : "regions"}
          onChange={(next) => onChange({ ...rights, regions: next === "fleet" ? null : [] })}
          items={[
            { value: "fleet", label: "Whole fleet" },
            { value: "regions", label: "Some regions" },
          ]}
        />
      </div>
      <p className="text-ink-soft">
        {role}: {ROLE_WORDS[role]}.
      </p>
      {regions !== null && (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
          <legend className="mb-1 text-ink-soft">
            {regions.length === 0
              ? "No region yet: nothing is seen."
              : "These regions, and nothing of others:"}
          </legend>
          {all.map((name) => (
            <label key={name} className="flex items-center gap-2">
              <input type="checkbox" checked={regions.includes(name)} onChange={() => toggle(name)} />
              {name}
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
