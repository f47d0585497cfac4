import { ArrowRight } from "lucide-react";
import { formatCount } from "#lib/charts/index.ts";
import { diffFacts, type FactChange, labelOfPath } from "./diffFacts.ts";

interface EventFactsProps {
  readonly before: unknown;
  readonly after: unknown;
  /** The thing is a value that may be set or not, such as a setting: it goes from or to "not set". */
  readonly isValue?: boolean;
  /** The rest is counted. */
  readonly most?: number;
  /** Facts that say nothing are left out: a count of 0. */
  readonly skipsZero?: boolean;
}

/** What changed, and only that: `hot 65 → 70`. */
export function EventFacts({ before, after, isValue = false, most = 6, skipsZero = false }: EventFactsProps) {
  const changes = diffFacts(before, after).filter((change) => !skipsZero || change.after !== "0");
  if (changes.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {changes.slice(0, most).map((change) => (
        <li key={change.path} className="min-w-0 break-words">
          {change.path !== "" && <span className="text-ink-soft">{labelOfPath(change.path)} </span>}
          <Fact change={change} isValue={isValue} />
        </li>
      ))}
      {changes.length > most && (
        <li className="text-ink-soft">and {formatCount(changes.length - most)} more</li>
      )}
    </ul>
  );
}

/** A fact that came or went has one side; a value that may be set has two, also when one of them is "not set". */
function Fact({ change, isValue }: { change: FactChange; isValue: boolean }) {
  if (change.before === null && !isValue) return <span className="font-medium">{change.after}</span>;
  if (change.after === null && !isValue) return <del className="text-ink-soft">{change.before}</del>;
  return (
    <>
      <span className="text-ink-soft">{change.before ?? "not set"}</span>
      <ArrowRight size={12} aria-label="became" className="mx-1 inline-block align-[-1px] text-ink-soft" />
      <span className="font-medium">{change.after ?? "not set"}</span>
    </>
  );
}
