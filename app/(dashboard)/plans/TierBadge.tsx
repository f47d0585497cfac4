import { NO_VALUE } from "#lib/charts/index.ts";
import { TIERS, type Tier } from "#lib/planning/types.ts";
import { APPROVAL_WORDS } from "./planWords.ts";

/** A tier as word and shape: one to four bars, so that it is told without colour. */
export function TierBadge({ tier }: { tier: Tier | null }) {
  if (tier === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  const rank = TIERS.indexOf(tier);
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap"
      title={`Blast radius ${tier}: needs ${APPROVAL_WORDS[tier]}`}
    >
      <svg viewBox="0 0 14 12" width={14} height={12} aria-hidden="true" className="shrink-0">
        {TIERS.map((one, at) => (
          <rect
            key={one}
            x={at * 3.5}
            y={8 - at * 2.5}
            width={2.5}
            height={4 + at * 2.5}
            rx={0.5}
            className={at <= rank ? "fill-ink" : "fill-line"}
          />
        ))}
      </svg>
      <span className={rank >= 2 ? "font-semibold" : "text-ink-soft"}>{tier.toUpperCase()}</span>
    </span>
  );
}
