"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Source, sourceSchema, type Trial, trialSchema } from "#lib/pull/source/sourceBody.ts";
import { CheckBox } from "../../../_components/CheckBox.tsx";
import { CpuScale } from "../../../_components/CpuScale.tsx";
import { callApi } from "../../../_components/callApi.ts";
import { FormDialog } from "../../../_components/overlay/FormDialog.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { LabelledField } from "../../alerts/LabelledField.tsx";
import { bodyOf, draftOf, mappingOf, type SourceDraft, signInOf } from "./sourceDraft.ts";
import { TrialResult } from "./TrialResult.tsx";

interface SourceDialogProps {
  /** null = a new one. */
  readonly source: Source | null;
  readonly regions: readonly string[];
  readonly onClose: () => void;
}

/** A source to make, to change, to try, to remove. */
export function SourceDialog({ source, regions, onClose }: SourceDialogProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(source));
  const [problem, setProblem] = useState<string | null>(null);
  const [doing, setDoing] = useState<"saving" | "trying" | null>(null);
  const [trial, setTrial] = useState<Trial | null>(null);
  const set = (part: Partial<SourceDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function attempt() {
    setDoing("trying");
    const signIn = signInOf(draft);
    const answer = await callApi("/api/v1/pull-sources/preview", {
      method: "POST",
      schema: trialSchema,
      body: {
        ...(source !== null && { id: source.id }),
        ...(draft.url.trim() !== "" && { url: draft.url.trim() }),
        ...(signIn !== null && { signIn }),
        query: draft.query,
        ...mappingOf(draft),
      },
    });
    setDoing(null);
    setTrial(answer.ok ? answer.value : null);
    setProblem(answer.ok ? null : answer.error.message);
  }

  async function send(method: "POST" | "PATCH" | "DELETE") {
    setDoing("saving");
    const path = source === null ? "/api/v1/pull-sources" : `/api/v1/pull-sources/${source.id}`;
    const body = method === "DELETE" ? {} : { body: bodyOf(draft) };
    const answer = await callApi(path, { method, schema: sourceSchema, ...body });
    setDoing(null);
    if (!answer.ok) return setProblem(answer.error.message);
    router.refresh();
    onClose();
  }

  return (
    <FormDialog
      title={source === null ? "New source" : `Source ${source.name}`}
      description="A Prometheus that is asked over its HTTP API, and what its series are."
      width="wide"
      onClose={onClose}
      onSubmit={() => send(source === null ? "POST" : "PATCH")}
      problem={problem}
      confirm={source === null ? "Read it from now on" : "Save"}
      sending={doing === "saving" && "Saving…"}
      isDisabled={doing !== null}
      actions={
        <div className="flex gap-2">
          <button type="button" className="control" disabled={doing !== null} onClick={() => void attempt()}>
            {doing === "trying" ? "Asking…" : "Try it"}
          </button>
          {source !== null && (
            <button
              type="button"
              className="control"
              disabled={doing !== null}
              onClick={() => void send("DELETE")}
            >
              Remove
            </button>
          )}
        </div>
      }
    >
      <Where draft={draft} set={set} source={source} />
      <What draft={draft} set={set} />
      <When draft={draft} set={set} regions={regions} />
      {trial !== null && <TrialResult trial={trial} />}
    </FormDialog>
  );
}

interface PartProps {
  readonly draft: SourceDraft;
  readonly set: (part: Partial<SourceDraft>) => void;
}

function Where({ draft, set, source }: PartProps & { readonly source: Source | null }) {
  const items = [
    ...(source === null ? [] : [{ value: "kept", label: `as it is (${source.signInBy})` } as const]),
    { value: "none", label: "nothing" },
    { value: "bearer", label: "a token" },
    { value: "basic", label: "a password" },
  ] as const;
  return (
    <>
      <LabelledField label="Name" value={draft.name} onChange={(name) => set({ name })} isRequired />
      <LabelledField
        label={source === null ? "Address" : `Address (${source.receiver}…; empty: as it is)`}
        value={draft.url}
        onChange={(url) => set({ url })}
        isRequired={source === null}
        placeholder="https://prometheus.example.com"
      />
      <div className="flex flex-wrap items-end gap-3">
        <div className="flex flex-col">
          <span className="text-ink-soft">Signs in by</span>
          <SelectBox
            label="Signs in by"
            value={draft.signInBy}
            items={items}
            onChange={(value) =>
              set({ signInBy: items.find((item) => item.value === value)?.value ?? "none" })
            }
          />
        </div>
        {draft.signInBy === "basic" && (
          <LabelledField label="User" value={draft.user} onChange={(user) => set({ user })} isRequired />
        )}
        {(draft.signInBy === "basic" || draft.signInBy === "bearer") && (
          <label className="flex flex-col">
            <span className="text-ink-soft">{draft.signInBy === "basic" ? "Password" : "Token"}</span>
            <input
              type="password"
              className="field"
              autoComplete="off"
              required
              value={draft.secret}
              onChange={(event) => set({ secret: event.target.value })}
            />
          </label>
        )}
      </div>
    </>
  );
}

function What({ draft, set }: PartProps) {
  return (
    <>
      <label className="flex flex-col">
        <span className="text-ink-soft">Query: one value a node and time</span>
        <textarea
          className="field h-auto py-1 font-mono text-sm"
          rows={3}
          required
          spellCheck={false}
          value={draft.query}
          onChange={(event) => set({ query: event.target.value })}
        />
      </label>
      <div className="flex flex-wrap items-end gap-3">
        <NameRule
          name="Stamp"
          text={draft.stamp}
          isLabel={draft.isStampLabel}
          onChange={(stamp, isStampLabel) => set({ stamp, isStampLabel })}
        />
        <NameRule
          name="Pool"
          text={draft.pool}
          isLabel={draft.isPoolLabel}
          onChange={(pool, isPoolLabel) => set({ pool, isPoolLabel })}
        />
        <LabelledField
          label="Label of the node"
          value={draft.node}
          onChange={(node) => set({ node })}
          isRequired
        />
        <CheckBox
          label="without its port"
          isOn={draft.withoutPort}
          onChange={(withoutPort) => set({ withoutPort })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <CpuScale
          label="What its values are"
          scale={draft.isShare ? 100 : 1}
          onChange={(scale) => set({ isShare: scale === 100 })}
        />
        <CheckBox
          label="A value is of the time before it, as rates are"
          isOn={draft.coversBefore}
          onChange={(coversBefore) => set({ coversBefore })}
        />
      </div>
    </>
  );
}

interface NameRuleProps {
  readonly name: string;
  readonly text: string;
  readonly isLabel: boolean;
  readonly onChange: (text: string, isLabel: boolean) => void;
}

function NameRule({ name, text, isLabel, onChange }: NameRuleProps) {
  return (
    <div className="flex items-end gap-2">
      <LabelledField
        label={isLabel ? `Label of the ${name.toLowerCase()}` : `${name} of all`}
        value={text}
        onChange={(next) => onChange(next, isLabel)}
        isRequired
      />
      <SelectBox
        label={`Where the ${name.toLowerCase()} comes from`}
        value={isLabel ? "label" : "value"}
        items={[
          { value: "label", label: "a label" },
          { value: "value", label: "the same for all" },
        ]}
        onChange={(value) => onChange(text, value === "label")}
      />
    </div>
  );
}

function When({ draft, set, regions }: PartProps & { readonly regions: readonly string[] }) {
  return (
    <div className="flex flex-wrap items-end gap-3">
      <LabelledField
        label="Step, s"
        value={draft.stepSeconds}
        onChange={(stepSeconds) => set({ stepSeconds })}
        isNumber
      />
      <LabelledField
        label="Every, min"
        value={draft.everyMinutes}
        onChange={(everyMinutes) => set({ everyMinutes })}
        isNumber
      />
      <LabelledField
        label="At least so old, s"
        value={draft.delaySeconds}
        onChange={(delaySeconds) => set({ delaySeconds })}
        isNumber
      />
      <div className="flex flex-col">
        <span className="text-ink-soft">Unknown stamps</span>
        <SelectBox
          label="Unknown stamps"
          value={draft.createIn}
          items={[
            { value: "", label: "refuse" },
            ...regions.map((name) => ({ value: name, label: `make in ${name}` })),
          ]}
          onChange={(createIn) => set({ createIn })}
        />
      </div>
      <CheckBox label="Switched on" isOn={draft.enabled} onChange={(enabled) => set({ enabled })} />
    </div>
  );
}
