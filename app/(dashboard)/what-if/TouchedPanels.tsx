"use client";

import { formatCount, formatFixed, NO_VALUE } from "#lib/charts/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import type { TenantPart, TouchedStamp, TouchedTenant } from "./touchedStamps.ts";

/** Who else feels the moves: the tenants that stay, and those that are there already. */
export function TouchedPanels({ touched }: { touched: readonly TouchedStamp[] }) {
  if (touched.length === 0) return null;
  return (
    <section aria-label="Who else is touched" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">Who else is touched</h2>
      <div className="grid gap-4 lg:grid-cols-2">
        {touched.map((stamp) => (
          <TouchedPanel key={stamp.stamp} touched={stamp} />
        ))}
      </div>
    </section>
  );
}

function TouchedPanel({ touched: { stamp, role, tenants } }: { touched: TouchedStamp }) {
  const isNew = tenants.every(({ part }) => part === "arrives");
  const title = `${stamp}: ${role === "source" ? "who stays" : isNew ? "who comes" : "who is there already, and who comes"}`;
  return (
    <Panel title={title} note={partsNote(role, tenants)} isFlush>
      <div className="[&>section]:max-h-[300px] [&>section]:overflow-auto">
        <DataTable
          caption={title}
          columns={COLUMNS}
          rows={tenants}
          rowId={(row) => row.tenant}
          rowHeight={30}
          emptyText="Nobody is at home there in these hours."
        />
      </div>
    </Panel>
  );
}

const PART_WORDS: Readonly<Record<TenantPart, string>> = {
  stays: "stays",
  stays_in_part: "stays in part",
  arrives: "comes",
  gains: "is there, and more comes",
  leaves: "leaves",
};

function partsNote(role: TouchedStamp["role"], tenants: readonly TouchedTenant[]): string {
  const count = (...parts: readonly TenantPart[]) =>
    tenants.filter(({ part }) => parts.includes(part)).length;
  const words = (many: number) => `${formatCount(many)} ${many === 1 ? "tenant" : "tenants"}`;
  const verb = (many: number, one: string) => `${formatCount(many)} ${one}${many === 1 ? "s" : ""}`;
  const share = "shares are of the stamp’s traffic, before and after";
  const staying = count("stays", "stays_in_part", "gains");
  if (role === "source")
    return `${words(staying)} ${staying === 1 ? "stays" : "stay"}, ${verb(count("leaves"), "leave")}; ${share}`;
  return `${words(staying)} there already, ${verb(count("arrives"), "come")}; ${share}`;
}

const COLUMNS: readonly DataColumn<TouchedTenant>[] = [
  {
    id: "tenant",
    header: "Tenant",
    width: 150,
    isRowHeader: true,
    cell: (row) => (
      <ScopedLink href={tenantHref(row.tenant)} className="name-link">
        {row.tenant}
      </ScopedLink>
    ),
  },
  {
    id: "part",
    header: "What becomes of it",
    width: 150,
    cell: (row) => (
      <span className={row.part === "stays" ? "text-ink-soft" : "font-medium"}>{PART_WORDS[row.part]}</span>
    ),
  },
  {
    id: "registries",
    header: "Registries",
    width: 84,
    align: "right",
    cell: ({ registriesBefore, registriesAfter }) =>
      registriesBefore === registriesAfter ? (
        formatCount(registriesAfter)
      ) : (
        <>
          <span className="text-ink-soft">{formatCount(registriesBefore)} → </span>
          {formatCount(registriesAfter)}
        </>
      ),
  },
  {
    id: "before",
    header: "Share before",
    width: 92,
    align: "right",
    cell: (row) => (
      <span className="text-ink-soft">
        <Share share={row.shareBefore} />
      </span>
    ),
  },
  {
    id: "after",
    header: "after",
    width: 76,
    align: "right",
    cell: (row) => <Share share={row.shareAfter} />,
  },
];

function Share({ share }: { share: number | null }) {
  if (share === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  if (share === 0) return <span className="text-ink-faint">0</span>;
  if (share < 0.0005) return <span className="text-ink-faint">&lt; 0.1&nbsp;%</span>;
  return <>{formatFixed(share * 100, 1)}&nbsp;%</>;
}
