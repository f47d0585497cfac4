/** The page of a new plan while it is read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Reading which stamps are hot, and who makes them so…
      </p>
      <div className="skeleton h-7 w-48" />
      <div className="skeleton h-32" />
      <div className="skeleton h-44" />
    </div>
  );
}
