"use client";

import { useState } from "react";
import { registryListSchema } from "#lib/contribution/registries/registryList.ts";
import { callApi } from "../../../../_components/callApi.ts";
import { Dialog } from "../../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../../_components/overlay/DialogActions.tsx";
import { DestinationSelect } from "../../../what-if/DestinationSelect.tsx";
import { PickDialog } from "../../../what-if/PickDialog.tsx";
import { makeScenario } from "../../../what-if/scenario.ts";
import { countOf } from "../../planWords.ts";
import type { EditView } from "./editView.ts";
import { addMoves, type PlanDraft } from "./planDraft.ts";
import { typedStampOf } from "./plannedStamps.ts";

interface AddMovesDialogProps {
  readonly view: EditView;
  readonly draft: PlanDraft;
  readonly change: (edit: (draft: PlanDraft) => PlanDraft) => void;
  readonly onClose: () => void;
}

/** More registries for the plan: who, and then where to. They come in a phase of their own, at the end. */
export function AddMovesDialog({ view, draft, change, onClose }: AddMovesDialogProps) {
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const { region } = view.plan;
  if (picked === null)
    return (
      <PickDialog
        view={{ ...view, region }}
        scenario={makeScenario(
          draft.phases.flatMap(({ moves }) => moves.map(({ registry, to }) => ({ registry, to }))),
          [],
        )}
        initialStamp=""
        onPick={setPicked}
        onClose={onClose}
      />
    );
  return <SendDialog {...{ view, draft, change, onClose, picked }} />;
}

function SendDialog({
  view,
  draft,
  change,
  onClose,
  picked,
}: AddMovesDialogProps & { readonly picked: readonly string[] }) {
  const [to, setTo] = useState<string | null>(null);
  const [isReading, setIsReading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const count = countOf(picked.length, "registry", "registries");

  async function add() {
    if (to === null) return;
    setIsReading(true);
    const homes = await readHomes(view.plan.region, picked);
    setIsReading(false);
    if (typeof homes === "string") {
      setProblem(homes);
      return;
    }
    const moves = homes
      .filter(({ from }) => from !== to)
      .map((home) => ({ ...home, to, reason: "", skipped: null }));
    if (moves.length === 0) {
      setProblem(`They are on ${to} already: nothing would move.`);
      return;
    }
    const phase = { name: "Added", class: "medium", observationHours: view.observationHours.medium } as const;
    change((now) => addMoves(now, moves, phase));
    onClose();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Where do ${count} go?`}
      description="They come in a phase of their own at the end; drag them from there."
    >
      <div className="flex flex-col gap-3">
        <DestinationSelect
          label="Destination"
          value={to}
          stamps={view.stamps}
          newStamps={draft.newStamps.map(typedStampOf)}
          home={null}
          onChange={setTo}
        />
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm={`Add ${count}`}
          sending={isReading && "Reading where they are…"}
          isDisabled={to === null}
          onConfirm={() => void add()}
        />
      </div>
    </Dialog>
  );
}

interface Home {
  readonly registry: string;
  readonly tenant: string;
  readonly from: string;
}

/** Where registries of a region are at home; a text is what went wrong. */
async function readHomes(region: string, registries: readonly string[]): Promise<Home[] | string> {
  const answer = await callApi(`/api/v1/registries?${new URLSearchParams({ region })}`, {
    schema: registryListSchema,
  });
  if (!answer.ok) return answer.error.message;
  const asked = new Set(registries);
  return answer.value.registries
    .filter(({ registry }) => asked.has(registry))
    .map(({ registry, tenant, homeStamp }) => ({ registry, tenant, from: homeStamp }));
}
