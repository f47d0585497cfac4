"use client";

import { ReasonDialog } from "../../../../_components/overlay/ReasonDialog.tsx";
import { NewStampDialog } from "../../../what-if/NewStampDialog.tsx";
import { proposeNewStamp } from "../../../what-if/newStampDraft.ts";
import { countOf } from "../../planWords.ts";
import { AddMovesDialog } from "./AddMovesDialog.tsx";
import type { EditView } from "./editView.ts";
import { changeMove, changePhase, countMovesTo, type PlanDraft, putPlannedStamp } from "./planDraft.ts";
import { plannedStampOf, typedStampOf } from "./plannedStamps.ts";
import { ShortenDialog } from "./ShortenDialog.tsx";

export type OpenedDialog =
  | { readonly kind: "add" }
  | { readonly kind: "skip"; readonly registry: string }
  | { readonly kind: "shorten"; readonly phase: number; readonly hours: number }
  /** Null = a new one. */
  | { readonly kind: "stamp"; readonly name: string | null };

interface EditDialogsProps {
  readonly opened: OpenedDialog;
  readonly view: EditView;
  readonly draft: PlanDraft;
  readonly change: (edit: (draft: PlanDraft) => PlanDraft) => void;
  readonly onClose: () => void;
}

/** The dialog that is open. */
export function EditDialogs(props: EditDialogsProps) {
  const { opened, view, draft, change, onClose } = props;
  switch (opened.kind) {
    case "add":
      return <AddMovesDialog {...{ view, draft, change, onClose }} />;
    case "skip":
      return (
        <ReasonDialog
          isOpen
          onOpenChange={(isOpen) => !isOpen && onClose()}
          title={`Skip ${opened.registry}?`}
          confirmLabel="Skip it"
          onConfirm={async (reason) => {
            change((now) => changeMove(now, opened.registry, { skipped: reason }));
            return await Promise.resolve(null);
          }}
        >
          It stays in the plan, and where it is: the plan says that it was considered, and why it does not
          move.
        </ReasonDialog>
      );
    case "shorten":
      return <Shorten {...props} opened={opened} />;
    case "stamp":
      return <StampDialog {...props} name={opened.name} />;
  }
}

function Shorten({
  opened: { phase: index, hours },
  view,
  draft,
  change,
  onClose,
}: EditDialogsProps & { readonly opened: Extract<OpenedDialog, { kind: "shorten" }> }) {
  const phase = draft.phases[index];
  if (phase === undefined) return null;
  const usualHours = view.observationHours[phase.class];
  return (
    <ShortenDialog
      phaseName={phase.name}
      hours={hours}
      usualHours={usualHours}
      onShorten={(by) => {
        const shortened = { fromHours: usualHours, ...by };
        change((now) => changePhase(now, index, { observationHours: hours, shortened }));
        onClose();
      }}
      onClose={onClose}
    />
  );
}

function StampDialog({
  view,
  draft,
  change,
  onClose,
  name,
}: Omit<EditDialogsProps, "opened"> & { readonly name: string | null }) {
  const present = draft.newStamps.find((stamp) => stamp.name === name) ?? null;
  const proposed = () =>
    proposeNewStamp({
      region: view.plan.region,
      stamps: view.stamps,
      registries: [],
      scenario: { moves: [], newStamps: draft.newStamps.map(typedStampOf) },
    });
  const others = [...view.stamps, ...draft.newStamps.filter((stamp) => stamp !== present)];
  const moves = present === null ? 0 : countMovesTo(draft, present.name);
  return (
    <NewStampDialog
      stamp={present === null ? proposed() : typedStampOf(present)}
      isChange={present !== null}
      taken={new Set(others.map((stamp) => stamp.name))}
      willTake={moves === 0 ? "" : `${countOf(moves, "move goes", "moves go")} there.`}
      description="It does not exist yet: the plan's first step is to make it and to see it healthy."
      onSave={(typed) => {
        const stamp = plannedStampOf(typed, present);
        change((now) => putPlannedStamp(now, stamp, present?.name ?? null));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
