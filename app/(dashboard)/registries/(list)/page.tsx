import type { Metadata } from "next";
import { listRegistries } from "#lib/contribution/registries/queries.ts";
import { minuteOf } from "#lib/core/index.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { EmptyState } from "../../../_components/EmptyState.tsx";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { toColumns } from "../../../_components/table/columnar.ts";
import { RegistriesScreen } from "../RegistriesScreen.tsx";
import { REPLICA_FIELDS, replicaRow } from "../replicaRow.ts";

export const metadata: Metadata = { title: "Registries" };

/** More rows than anybody reads, and as many as a page can carry: of a larger fleet a region is chosen. */
const MOST_SHOWN = 10_000;

export default async function RegistriesPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/registries", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { region } = await loadScope(searchParams);
  const context = await pageApp();
  const nowMs = context.clock();
  const query = { region: region || undefined, limit: MOST_SHOWN };
  const { registries, loadWindow, nextCursor } = await listRegistries(context, query, nowMs);
  if (registries.length === 0) return <NoRegistries region={region} />;
  const rows = toColumns(registries.map(replicaRow), REPLICA_FIELDS);
  const window =
    loadWindow === null
      ? null
      : { fromMinute: minuteOf(Date.parse(loadWindow.from)), toMinute: minuteOf(Date.parse(loadWindow.to)) };
  return <RegistriesScreen view={{ rows, loadWindow: window, readMs: nowMs, isCut: nextCursor !== null }} />;
}

function NoRegistries({ region }: { region: string }) {
  return (
    <EmptyState
      title={region === "" ? "There are no registries yet" : `No registry is at home in ${region}`}
      action={
        <a href="/api/docs" className="control control-primary">
          How to send an inventory
        </a>
      }
    >
      <p>
        Registries, their tenants and the stamps they live on come with the inventory:{" "}
        <code className="font-mono text-sm">PUT /api/v1/inventory</code>. What each of them asks for comes
        minute by minute with <code className="font-mono text-sm">POST /api/v1/samples/load</code>.
      </p>
    </EmptyState>
  );
}
