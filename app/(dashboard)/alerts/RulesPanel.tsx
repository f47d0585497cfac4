"use client";

import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import type { AlertRule } from "#lib/alerts/rules/alertRule.ts";
import { Panel } from "../../_components/Panel.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { describeRule } from "./describeRule.ts";
import { RuleDialog } from "./RuleDialog.tsx";

interface RulesPanelProps {
  readonly rules: readonly AlertRule[];
  readonly regions: readonly string[];
  readonly poolKinds: readonly string[];
  readonly mayChange: boolean;
}

/** What raises alerts. */
export function RulesPanel({ rules, regions, poolKinds, mayChange }: RulesPanelProps) {
  const [edited, setEdited] = useState<AlertRule | "new" | null>(null);
  const columns = useMemo(() => ruleColumns(mayChange ? setEdited : null), [mayChange]);
  return (
    <Panel
      title="Rules"
      note="Asked every minute, of every pool they are for. Between the limit and the margin nothing is raised and nothing clears."
      controls={
        mayChange && (
          <button type="button" className="control" onClick={() => setEdited("new")}>
            <Plus size={14} aria-hidden="true" /> New rule
          </button>
        )
      }
      isFlush
    >
      <DataTable
        caption="Rules that raise alerts"
        columns={columns}
        rows={rules}
        rowId={(rule) => rule.id}
        emptyText="There is no rule."
      />
      {edited !== null && (
        <RuleDialog
          rule={edited === "new" ? null : edited}
          regions={regions}
          poolKinds={poolKinds}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

function ruleColumns(onEdit: ((rule: AlertRule) => void) | null): DataColumn<AlertRule>[] {
  const columns: DataColumn<AlertRule>[] = [
    {
      id: "name",
      header: "Rule",
      width: 210,
      isRowHeader: true,
      cell: (rule) => (
        <span title={rule.name} className={rule.enabled ? "font-medium" : "text-ink-soft"}>
          {rule.name}
        </span>
      ),
    },
    {
      id: "what",
      header: "Raised when",
      width: 460,
      cell: (rule) => <span title={describeRule(rule)}>{describeRule(rule)}</span>,
    },
    { id: "severity", header: "Severity", width: 80, cell: (rule) => rule.severity },
    {
      id: "state",
      header: "State",
      width: 130,
      cell: (rule) => (
        <span className="text-ink-soft">
          {rule.enabled ? "on" : "off"}
          {rule.isDefault ? (rule.isChanged ? ", changed" : ", default") : ""}
        </span>
      ),
    },
  ];
  if (onEdit === null) return columns;
  const edit: DataColumn<AlertRule> = {
    id: "edit",
    header: "Edit",
    align: "right",
    width: 80,
    cell: (rule) => (
      <button
        type="button"
        className="control h-7"
        aria-label={`Edit ${rule.name}`}
        onClick={() => onEdit(rule)}
      >
        Edit
      </button>
    ),
  };
  return [...columns, edit];
}
