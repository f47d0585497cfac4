import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { appContext } from "#lib/http/appContext.ts";
import { pageCaller, safeReturnTo } from "#lib/http/page.ts";
import { signInProblem } from "#lib/http/people/signInProblem.ts";
import { SignInSteps } from "./SignInSteps.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; problem?: string | string[] }>;
}) {
  const { next, problem } = await searchParams;
  const returnTo = safeReturnTo(typeof next === "string" ? next : undefined);
  if ((await pageCaller()) !== null) redirect(returnTo);
  const { oidc } = appContext().people.parts;
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 pb-[12vh]">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Ballast</h1>
        <p className="text-base text-ink-soft">
          Which stamps run hot, who heats them, and what to do about it.
        </p>
      </div>
      <SignInSteps
        returnTo={returnTo}
        providerName={oidc?.name ?? null}
        problem={typeof problem === "string" ? signInProblem(problem) : null}
      />
      <p className="text-ink-soft">
        The first start printed an admin’s e-mail and password, and a token. Another is made where Ballast
        runs, with{" "}
        <code className="font-mono text-xs text-ink">npm run person -- --email E-MAIL --role admin</code>
      </p>
    </main>
  );
}
