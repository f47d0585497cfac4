/** A tenant while it is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Working out what this tenant does on every stamp it is on…
      </p>
      <div className="skeleton h-7 w-56" />
      <div className="skeleton h-40" />
      <div className="skeleton h-[420px]" />
    </div>
  );
}
