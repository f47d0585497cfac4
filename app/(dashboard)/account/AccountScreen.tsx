import type { AccountView } from "#lib/auth/people/person.ts";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { PasswordPart } from "./PasswordPart.tsx";
import { SecondFactorPart } from "./SecondFactorPart.tsx";
import { SessionsPart } from "./SessionsPart.tsx";

/** Who one is here, how one signs in, and where one is signed in. */
export function AccountScreen({ account, readMs }: { account: AccountView; readMs: number }) {
  const { name, email, role, regions, hasPassword, hasSecondFactor, sessions } = account;
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <PageHeading
        title="Account"
        summary={
          <>
            You are {name}, {email}, <strong>{role}</strong> of{" "}
            {regions === null ? "the whole fleet" : regions.length === 0 ? "no region" : regions.join(", ")}.
            The audit calls you {email}.
          </>
        }
      />
      {hasPassword ? (
        <>
          <PasswordPart />
          <SecondFactorPart isOn={hasSecondFactor} />
        </>
      ) : (
        <Panel title="Single sign-on">
          <p className="max-w-prose">
            You sign in by single sign-on. Password, second factor, role and regions are those of your
            provider; role and regions are read anew at each sign-in.
          </p>
        </Panel>
      )}
      <SessionsPart sessions={sessions} readMs={readMs} />
    </div>
  );
}
