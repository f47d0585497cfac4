import type { Metadata } from "next";
import { listPeople, personIdOf } from "#lib/auth/index.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { EmptyState } from "../../../_components/EmptyState.tsx";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { PeoplePanel } from "./PeoplePanel.tsx";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("admin", await pageAddress("/settings/people", searchParams));
  if (caller === null) return <NotAllowed needed="admin" />;
  if (caller.regions !== null) return <OfTheWholeFleet />;
  const { database, people: auth, shape } = await pageApp();
  const [people, { regions }] = await Promise.all([listPeople(database.prisma), shape.current()]);
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="People"
        crumbs={[{ label: "Settings", href: "/settings" }]}
        summary={
          <>
            Who signs in here, as what, and where. Machines have tokens.{" "}
            {auth.parts.oidc !== null &&
              `Whoever comes by ${auth.parts.oidc.name} is made at the first sign-in.`}
          </>
        }
      />
      <PeoplePanel
        people={people}
        regions={regions.map(({ name }) => name)}
        ownId={personIdOf(caller)}
        now={Date.now()}
      />
    </div>
  );
}

/** Whoever sees a part of the fleet does not say who sees all of it; the API says the same. */
function OfTheWholeFleet() {
  return (
    <>
      <PageHeading title="People" crumbs={[{ label: "Settings", href: "/settings" }]} />
      <EmptyState title="People are administered by admins of the whole fleet.">
        You are an admin of some regions. Ask one of the whole fleet to make or change people.
      </EmptyState>
    </>
  );
}
