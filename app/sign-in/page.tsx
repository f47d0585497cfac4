import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageCaller, safeReturnTo } from "#lib/http/page.ts";
import { SignInForm } from "./SignInForm.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  const returnTo = safeReturnTo(typeof next === "string" ? next : undefined);
  if ((await pageCaller()) !== null) redirect(returnTo);
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 pb-[12vh]">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Ballast</h1>
        <p className="text-base text-ink-soft">
          Which stamps run hot, who heats them, and what to do about it.
        </p>
      </div>
      <SignInForm returnTo={returnTo} />
      <p className="text-ink-soft">
        The first start printed an admin token. Another one is made where Ballast runs, with{" "}
        <code className="font-mono text-xs text-ink">npm run token -- --role admin --name NAME</code>
      </p>
    </main>
  );
}
