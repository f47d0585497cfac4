"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ALERT_MEASURES, type AlertRule, alertRuleSchema } from "#lib/alerts/rules/alertRule.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { toast } from "../../_components/overlay/toast.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { MEASURE_UNITS, MEASURE_WORDS } from "./describeRule.ts";
import { LabelledField } from "./LabelledField.tsx";
import { draftOf, measureFrom, type RuleDraft, ruleBody } from "./ruleDraft.ts";

interface RuleDialogProps {
  /** null = a new one. */
  readonly rule: AlertRule | null;
  readonly regions: readonly string[];
  readonly poolKinds: readonly string[];
  readonly onClose: () => void;
}

/** Makes or changes a rule. */
export function RuleDialog({ rule, regions, poolKinds, onClose }: RuleDialogProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function send(method: "POST" | "PATCH" | "DELETE", done: string) {
    setIsSending(true);
    const answer = await callApi(
      rule === null ? "/api/v1/alert-rules" : `/api/v1/alert-rules/${encodeURIComponent(rule.id)}`,
      {
        method,
        ...(method !== "DELETE" && { body: ruleBody(draft, rule === null) }),
        schema: alertRuleSchema,
      },
    );
    setIsSending(false);
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast(done);
    router.refresh();
    onClose();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void send(rule === null ? "POST" : "PATCH", "The rule holds from the next minute on.");
  }

  const mayRemove = rule !== null && (!rule.isDefault || rule.isChanged);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={rule === null ? "New rule" : `Rule: ${rule.name}`}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <LabelledField label="Name" value={draft.name} onChange={(name) => change({ name })} isRequired />
        <RuleChoices {...{ draft, change, regions, poolKinds }} isNew={rule === null} />
        <RuleNumbers draft={draft} change={change} />
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm={rule === null ? "Make the rule" : "Save"}
          sending={isSending && "Saving…"}
          isDisabled={draft.name.trim() === ""}
        >
          {mayRemove && (
            <button
              type="button"
              className="control"
              onClick={() =>
                void send("DELETE", rule.isDefault ? "The default holds again." : "The rule is removed.")
              }
            >
              {rule.isDefault ? "Take back to the default" : "Remove the rule"}
            </button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: RuleDraft;
  readonly change: (part: Partial<RuleDraft>) => void;
}

function RuleChoices({
  draft,
  change,
  regions,
  poolKinds,
  isNew,
}: PartProps & Pick<RuleDialogProps, "regions" | "poolKinds"> & { readonly isNew: boolean }) {
  const named = (names: readonly string[], all: string) => [
    { value: "", label: all },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <div className="flex flex-wrap gap-2">
      {isNew && (
        <SelectBox
          label="Measure"
          value={draft.measure}
          items={ALERT_MEASURES.map((value) => ({ value, label: MEASURE_WORDS[value] }))}
          onChange={(measure) => change({ measure: measureFrom(measure) })}
        />
      )}
      <SelectBox
        label="Region"
        value={draft.region}
        items={named(regions, "every region")}
        onChange={(region) => change({ region })}
      />
      <SelectBox
        label="Pool kind"
        value={draft.poolKind}
        items={named(poolKinds, "every pool kind")}
        onChange={(poolKind) => change({ poolKind })}
      />
      <SelectBox
        label="Severity"
        value={draft.severity}
        items={[
          { value: "warning", label: "warning" },
          { value: "critical", label: "critical" },
        ]}
        onChange={(severity) => change({ severity: severity === "critical" ? "critical" : "warning" })}
      />
      <label className="control">
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.target.checked })}
        />
        on
      </label>
    </div>
  );
}

function RuleNumbers({ draft, change }: PartProps) {
  const ownLimit = draft.measure === "now" || draft.measure === "hot_node_p95";
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <LabelledField
        label={`Limit, ${MEASURE_UNITS[draft.measure]}${ownLimit ? "; empty: the pool’s own" : ""}`}
        value={draft.limit}
        onChange={(limit) => change({ limit })}
        isNumber
        isRequired={!ownLimit}
      />
      <LabelledField
        label="Raised after, min"
        value={draft.forMinutes}
        onChange={(forMinutes) => change({ forMinutes })}
        isNumber
        isRequired
      />
      <LabelledField
        label="Clears this far from the limit"
        value={draft.clearMargin}
        onChange={(clearMargin) => change({ clearMargin })}
        isNumber
        isRequired
      />
      <LabelledField
        label="for, min"
        value={draft.clearMinutes}
        onChange={(clearMinutes) => change({ clearMinutes })}
        isNumber
        isRequired
      />
    </div>
  );
}
