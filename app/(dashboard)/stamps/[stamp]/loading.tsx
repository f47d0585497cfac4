/** A stamp while it is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Reading the minutes of this stamp’s pools…
      </p>
      <div className="skeleton h-7 w-56" />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="skeleton h-56" />
        <div className="skeleton h-56" />
      </div>
      <div className="skeleton h-[310px]" />
      <div className="skeleton h-[310px]" />
    </div>
  );
}
