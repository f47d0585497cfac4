import { formatCount, formatCpu, NO_VALUE } from "#lib/charts/index.ts";
import type { RightSizing, SizedPoolAnswer } from "#lib/execution/rightSizing/rightSizingAnswer.ts";
import type { DataColumn } from "../../../../_components/table/types.ts";
import { TwoLines } from "../../../what-if/ShiftCell.tsx";
import { poolColumn } from "../../poolColumn.tsx";
import { RunButton } from "../run/RunButton.tsx";

const VERDICTS: Readonly<Record<SizedPoolAnswer["verdict"], string>> = {
  lower: "lower",
  raise: "raise",
  keep: "keep",
  not_yet: "not yet",
};

export function sizeColumns(plan: RightSizing["plan"], mayApply: boolean): DataColumn<SizedPoolAnswer>[] {
  return [
    poolColumn(),
    {
      id: "verdict",
      header: "Verdict",
      width: 84,
      cell: ({ verdict }) => <span className="font-semibold">{VERDICTS[verdict]}</span>,
    },
    {
      id: "instances",
      header: "Minimum",
      width: 100,
      align: "right",
      meaning: "Minimum instances now, and as recommended",
      cell: ({ verdict, current, recommended }) =>
        `${current ?? NO_VALUE}${verdict === "lower" || verdict === "raise" ? ` → ${recommended ?? NO_VALUE}` : ""}`,
    },
    {
      id: "p95",
      header: "P95, target",
      width: 116,
      align: "right",
      cell: ({ hotNodeP95, target }) => (
        <TwoLines first={formatCpu(hotNodeP95)} second={`target ${formatCpu(target)}`} />
      ),
    },
    {
      id: "projected",
      header: "P95 then",
      width: 164,
      align: "right",
      meaning: "With the recommended instances; under it with one update domain out",
      cell: ({ projected }) =>
        projected === null ? (
          NO_VALUE
        ) : (
          <TwoLines
            first={formatCpu(projected.hotNodeP95)}
            second={`${formatCpu(projected.withDomainOut)} one out`}
          />
        ),
    },
    {
      id: "saved",
      header: "VM-hours saved",
      width: 124,
      align: "right",
      meaning: "A month of 730 hours",
      cell: ({ saved }) =>
        saved === null ? (
          NO_VALUE
        ) : (
          <TwoLines
            first={formatCount(saved.vmHoursPerMonth)}
            second={saved.money === null ? "" : `${formatCount(saved.money)} in money`}
          />
        ),
    },
    {
      id: "why",
      header: "Why",
      width: 310,
      cell: ({ why }) => <p className="py-1.5 text-xs leading-snug whitespace-normal text-ink-soft">{why}</p>,
    },
    {
      id: "apply",
      header: "Applied",
      width: 100,
      cell: (row) => <Apply {...{ plan, row, mayApply }} />,
    },
  ];
}

function Apply({
  plan,
  row,
  mayApply,
}: {
  plan: RightSizing["plan"];
  row: SizedPoolAnswer;
  mayApply: boolean;
}) {
  const { stamp, pool, verdict, recommended, current, projected, applied } = row;
  const [last] = applied;
  if (last !== undefined && last.state === "applied") return <span className="text-ink-soft">recorded</span>;
  if (!mayApply || recommended === null || (verdict !== "lower" && verdict !== "raise"))
    return <span className="text-ink-faint">{NO_VALUE}</span>;
  return (
    <RunButton
      plan={plan}
      path={`rightsizing/${encodeURIComponent(stamp)}/${encodeURIComponent(pool)}/applied`}
      words={{
        label: "Record",
        title: `Record ${stamp} ${pool} as set to ${recommended}`,
        what: `Set its minimum from ${current ?? "nothing"} to ${recommended} first: Ballast changes nothing by itself. From then on the inventory says so, and it is verified against its target (${formatCpu(projected?.withDomainOut ?? null)} are projected with a domain out).`,
      }}
      reason="none"
      field={{
        name: "reference",
        label: "What changed it: a ticket, a deployment",
        kind: "text",
        isRequired: true,
      }}
    />
  );
}
