import type { Metadata } from "next";
import { personIdOf, readAccount } from "#lib/auth/index.ts";
import { ownPersonCookie, pageApp, requirePageCaller } from "#lib/http/page.ts";
import { EmptyState } from "../../_components/EmptyState.tsx";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../_components/scope/scope.ts";
import { AccountScreen } from "./AccountScreen.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/account", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const personId = personIdOf(caller);
  const { prisma } = (await pageApp()).database;
  const cookie = await ownPersonCookie();
  const account = personId === null ? null : await readAccount(prisma, { personId, cookie });
  if (account !== null) return <AccountScreen account={account} readMs={Date.now()} />;
  return (
    <>
      <PageHeading title="Account" />
      <EmptyState title={`You are signed in with the token ${caller.actor}, ${caller.role}.`}>
        A token has no password and no second factor. Whoever signs in with e-mail and password has an account
        here.
      </EmptyState>
    </>
  );
}
