import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePageCaller } from "#lib/http/page.ts";
import { EmptyState } from "../../../../_components/EmptyState.tsx";
import { NotAllowed } from "../../../../_components/NotAllowed.tsx";
import { PageHeading } from "../../../../_components/PageHeading.tsx";
import { pageAddress } from "../../../../_components/scope/pageAddress.ts";
import { ScopedLink } from "../../../../_components/scope/ScopedLink.tsx";
import type { SearchParameters } from "../../../../_components/scope/scope.ts";
import { STATE_WORDS } from "../../planWords.ts";
import { EditScreen } from "./EditScreen.tsx";
import type { EditView } from "./editView.ts";
import { loadEditPage } from "./loadEdit.ts";

export const metadata: Metadata = { title: "Edit a plan" };

interface EditPageProps {
  readonly params: Promise<{ plan: string }>;
  readonly searchParams: SearchParameters;
}

export default async function EditPage({ params, searchParams }: EditPageProps) {
  const { plan: asked } = await params;
  const address = await pageAddress(`/plans/${asked}/edit`, searchParams);
  const caller = await requirePageCaller("operator", address);
  if (caller === null) return <NotAllowed needed="operator" />;
  const view = /^\d{1,9}$/.test(asked) ? await loadEditPage(Number(asked)) : null;
  if (view === null) notFound();
  if (view.plan.state !== "draft") return <NoDraft view={view} />;
  return <EditScreen key={`${view.plan.id}@${view.plan.version}`} view={view} />;
}

/** Once submitted, a version never changes: the way on is a new one. */
function NoDraft({ view: { plan } }: { view: EditView }) {
  return (
    <>
      <PageHeading
        title={plan.name}
        crumbs={[
          { label: "Plans", href: "/plans" },
          { label: plan.name, href: `/plans/${plan.id}` },
          { label: "Edit" },
        ]}
      />
      <EmptyState
        title={`Version ${plan.version} is ${STATE_WORDS[plan.state]}`}
        action={
          <ScopedLink href={`/plans/${plan.id}`} className="control control-primary">
            Open the plan
          </ScopedLink>
        }
      >
        <p>
          Only a draft can be changed: what was approved is what runs. Make a new version on the plan’s page,
          and edit that.
        </p>
      </EmptyState>
    </>
  );
}
