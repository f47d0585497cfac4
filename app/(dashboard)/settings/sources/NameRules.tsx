"use client";

import { Plus, X } from "lucide-react";
import type { NamedPart } from "#lib/fleet/sources/sourceMapping.ts";
import { type DraftRule, NAMED_PARTS, type SourcesDraft } from "./sourcesDraft.ts";
import { TextField } from "./TextField.tsx";

interface NameRulesProps {
  readonly draft: SourcesDraft;
  readonly onChange: (more: Partial<SourcesDraft>) => void;
}

/** The last column is as wide as the button that removes a rule. */
const RULE_GRID = "grid grid-cols-[1fr_1fr_1fr_2.25rem] gap-2 sm:grid-cols-[2fr_2fr_1fr_2.25rem]";

/** Which labels name what, rule by rule. */
export function NameRules({ draft, onChange }: NameRulesProps) {
  const setRules = (part: NamedPart, rules: readonly DraftRule[]) =>
    onChange({ names: { ...draft.names, [part]: rules } });
  return (
    <div className="flex flex-col gap-4">
      {/* Each field is named by itself for who does not see it stand below its heading. */}
      <div aria-hidden="true" className="-mb-2 grid gap-2 text-xs text-ink-soft sm:grid-cols-[6rem_1fr]">
        <span className={`${RULE_GRID} sm:col-start-2`}>
          <span>Labels</span>
          <span>Pattern</span>
          <span>Becomes</span>
        </span>
      </div>
      {NAMED_PARTS.map((part) => (
        <PartRules
          key={part}
          part={part}
          rules={draft.names[part]}
          onChange={(rules) => setRules(part, rules)}
        />
      ))}
    </div>
  );
}

interface PartRulesProps {
  readonly part: NamedPart;
  readonly rules: readonly DraftRule[];
  readonly onChange: (rules: readonly DraftRule[]) => void;
}

function PartRules({ part, rules, onChange }: PartRulesProps) {
  const edit = (id: number, more: Partial<DraftRule>) =>
    onChange(rules.map((rule) => (rule.id === id ? { ...rule, ...more } : rule)));
  const nextId = rules.reduce((greatest, { id }) => Math.max(greatest, id), 0) + 1_000;
  return (
    <fieldset className="grid gap-2 sm:grid-cols-[6rem_1fr]">
      <legend className="float-left pt-1 font-medium first-letter:uppercase sm:contents">
        <span className="pt-1 first-letter:uppercase">{part}</span>
      </legend>
      <div className="flex min-w-0 flex-col gap-2">
        {rules.map((rule, at) => (
          <div key={rule.id} className={RULE_GRID}>
            <TextField
              label={`${part}, rule ${at + 1}: labels`}
              placeholder="labels"
              value={rule.labels}
              onChange={(labels) => edit(rule.id, { labels })}
            />
            <TextField
              label={`${part}, rule ${at + 1}: pattern`}
              placeholder="(.+)"
              value={rule.pattern}
              onChange={(pattern) => edit(rule.id, { pattern })}
            />
            <TextField
              label={`${part}, rule ${at + 1}: becomes`}
              placeholder="$1"
              value={rule.to}
              onChange={(to) => edit(rule.id, { to })}
            />
            <button
              type="button"
              className="control"
              aria-label={`Remove rule ${at + 1} of ${part}`}
              onClick={() => onChange(rules.filter(({ id }) => id !== rule.id))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </div>
        ))}
        <button
          type="button"
          className="control self-start"
          onClick={() =>
            onChange([...rules, { id: nextId, labels: "", separator: ";", pattern: "(.+)", to: "$1" }])
          }
        >
          <Plus size={14} aria-hidden="true" /> Rule
          <span className="sr-only"> for {part}</span>
        </button>
      </div>
    </fieldset>
  );
}
