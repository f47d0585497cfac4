import type { Result } from "#lib/core/index.ts";
import { Notice } from "../../../_components/Notice.tsx";
import type { ContributionView } from "../../contribution/contributionView.ts";
import { StampContribution } from "../../contribution/StampContribution.tsx";
import { describeReasons } from "../describeReasons.ts";
import { HotWords } from "./HotWords.tsx";

type Contribution = Promise<Result<ContributionView, null>>;

/** Who makes the stamp hot; comes after the rest of the page, since a load model may first have to be fitted. */
export async function ContributionSlot({ contribution, pool }: { contribution: Contribution; pool: string }) {
  const read = await contribution;
  if (!read.ok)
    return (
      <Notice tone="error">
        Who makes this stamp hot could not be worked out; everything else on this page is sound. Read the page
        anew; if it stays so, the server’s log says why.
      </Notice>
    );
  if (read.value.pools.length === 0) return null;
  return <StampContribution view={read.value} pool={pool} />;
}

/** While it is worked out: as tall as it will be. */
export function ContributionSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <section className="rounded-lg border border-line bg-surface p-4">
        <p role="status" className="text-base text-ink-soft">
          Working out who makes it hot: fitting the load model to these hours…
        </p>
        <div className="skeleton mt-3 h-[420px]" />
      </section>
      <div className="skeleton h-[360px]" />
    </div>
  );
}

/** The page's answer once it is known who dominates: that too makes a stamp hot. */
export async function JudgedHotWords(props: {
  readonly contribution: Contribution;
  readonly reasons: string;
  readonly otherwise: string;
}) {
  const read = await props.contribution;
  const dominance = read.ok ? read.value.dominance : [];
  const dominated = describeReasons(
    dominance.map(({ tenant, pool, reliefPoints, hotNodeP95 }) => ({
      kind: "dominated" as const,
      tenant,
      pool,
      share: reliefPoints / hotNodeP95,
    })),
  );
  const reasons = [props.reasons, dominated].filter((one) => one !== "").join("; ");
  return <HotWords reasons={reasons} otherwise={props.otherwise} />;
}
