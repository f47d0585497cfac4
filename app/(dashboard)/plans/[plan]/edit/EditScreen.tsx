"use client";

import { Plus, Redo2, Undo2 } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { DataAsOf } from "../../../../_components/frame/asOf.tsx";
import { PageHeading } from "../../../../_components/PageHeading.tsx";
import { ScopedLink } from "../../../../_components/scope/ScopedLink.tsx";
import { describePlan } from "../../describePlan.ts";
import { AssessmentPanel } from "./AssessmentPanel.tsx";
import { DraftSchedule } from "./DraftSchedule.tsx";
import { EditDialogs, type OpenedDialog } from "./EditDialogs.tsx";
import type { SavedDraft } from "./editorState.ts";
import type { EditView } from "./editView.ts";
import { PhaseList } from "./PhaseList.tsx";
import { PlanBar } from "./PlanBar.tsx";
import { SaveNotices } from "./SaveNotices.tsx";
import { SaveState } from "./SaveState.tsx";
import { type PlanEditor, usePlanEditor } from "./usePlanEditor.ts";

/** A draft, to be changed: what is edited is saved, simulated step by step, and shown where it is not safe. */
export function EditScreen({ view }: { view: EditView }) {
  const editor = usePlanEditor(view.plan);
  const [opened, setOpened] = useState<OpenedDialog | null>(null);
  const { state, isDirty, change } = editor;
  const { saved, draft } = state;
  const { plan } = view;
  const told = useMemo(() => toldPlan(plan, saved), [plan, saved]);
  useUndoKeys(editor);
  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      <PageHeading
        title={draft.name}
        crumbs={[
          { label: "Plans", href: "/plans" },
          { label: saved.draft.name, href: `/plans/${plan.id}` },
          { label: `Edit version ${plan.version}` },
        ]}
        summary={<span className={isDirty ? "opacity-60" : ""}>{describePlan(told)}</span>}
        actions={<EditActions editor={editor} id={plan.id} />}
      />
      <SaveNotices editor={editor} />
      <PlanBar
        view={view}
        draft={draft}
        change={change}
        onStamp={(name) => setOpened({ kind: "stamp", name })}
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <PhaseList view={view} editor={editor} onOpen={setOpened} />
          <button type="button" className="control self-start" onClick={() => setOpened({ kind: "add" })}>
            <Plus size={14} aria-hidden="true" /> Add registries
          </button>
          <DraftSchedule plan={told} readMs={view.readMs} isOld={isDirty} />
        </div>
        {/* Where there is no room beside the phases, whether they are safe is read before them. */}
        <div className="min-w-0 max-xl:order-first xl:sticky xl:top-16">
          <AssessmentPanel saved={saved} isOld={isDirty} />
        </div>
      </div>
      {opened !== null && (
        <EditDialogs
          opened={opened}
          view={view}
          draft={draft}
          change={change}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

/** The plan as it was last saved. */
function toldPlan(plan: PlanAnswer, { draft, assessment }: SavedDraft): PlanAnswer {
  const { name, ...decided } = draft;
  const content = {
    ...plan.content,
    ...decided,
    newStamps: [...decided.newStamps],
    phases: [...decided.phases],
  };
  return { ...plan, name, content, assessment };
}

function EditActions({ editor, id }: { editor: PlanEditor; id: number }) {
  const { state, dispatch } = editor;
  return (
    <>
      <SaveState editor={editor} />
      <button
        type="button"
        className="control control-icon h-8 w-8"
        aria-label="Undo"
        title="Undo (Ctrl+Z)"
        disabled={state.past.length === 0}
        onClick={() => dispatch({ kind: "undone" })}
      >
        <Undo2 size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="control control-icon h-8 w-8"
        aria-label="Redo"
        title="Redo (Ctrl+Shift+Z)"
        disabled={state.future.length === 0}
        onClick={() => dispatch({ kind: "redone" })}
      >
        <Redo2 size={16} aria-hidden="true" />
      </button>
      <a href={`/api/v1/plans/${id}.csv`} download className="control">
        CSV
      </a>
      <ScopedLink href={`/plans/${id}`} className="control control-primary">
        Open the plan
      </ScopedLink>
    </>
  );
}

/** External system: the keyboard. Not in a field: there the keys undo what is typed. */
function useUndoKeys({ dispatch }: PlanEditor) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const isTyping =
        event.target instanceof Element && event.target.closest("input, textarea, [role='dialog']") !== null;
      if (isTyping) return;
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") {
        event.preventDefault();
        dispatch({ kind: key === "y" || event.shiftKey ? "redone" : "undone" });
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [dispatch]);
}
