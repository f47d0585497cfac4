"use client";

import { useState } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { ChangesPanel } from "./ChangesPanel.tsx";
import type { SettingsView } from "./loadSettings.ts";
import { SettingCard } from "./SettingCard.tsx";
import { type EditedSetting, SettingDialog } from "./SettingDialog.tsx";
import { TokensPanel } from "./TokensPanel.tsx";

interface SettingsScreenProps {
  readonly view: SettingsView;
  readonly isAdmin: boolean;
  readonly ownTokenId: number;
}

/** Every number that is a policy: what holds where, who set it, and what a change would do. */
export function SettingsScreen({ view, isAdmin, ownTokenId }: SettingsScreenProps) {
  const [edited, setEdited] = useState<EditedSetting | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <PageHeading title="Settings" summary={<Summary view={view} isAdmin={isAdmin} />} />
      <div className="rounded-lg border border-line bg-surface">
        {view.grids.map((grid) => (
          <SettingCard
            key={grid.key}
            grid={grid}
            now={view.readMs}
            onEdit={isAdmin ? (cell) => setEdited({ key: grid.key, cell }) : null}
          />
        ))}
      </div>
      <ChangesPanel changes={view.changes} now={view.readMs} />
      {view.tokens !== null && <TokensPanel tokens={view.tokens} ownTokenId={ownTokenId} now={view.readMs} />}
      {edited !== null && <SettingDialog edited={edited} now={view.readMs} onClose={() => setEdited(null)} />}
    </div>
  );
}

function Summary({ view, isAdmin }: Pick<SettingsScreenProps, "view" | "isAdmin">) {
  const own = view.grids.flatMap((grid) =>
    grid.rows.flatMap((row) => row.cells.filter(({ isOwn }) => isOwn)),
  );
  return (
    <>
      {own.length === 0
        ? "Every setting has its default."
        : `${formatCount(own.length)} ${own.length === 1 ? "value is" : "values are"} set, in bold; the rest is inherited: the most exact scope wins.`}{" "}
      {isAdmin ? "Press a value to change it; what it would do is shown first." : "An admin may change them."}
    </>
  );
}
