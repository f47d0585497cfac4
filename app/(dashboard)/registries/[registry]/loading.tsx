/** A registry while it is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Reading where it lives, what it asks for, and what it does to its stamps…
      </p>
      <div className="skeleton h-7 w-56" />
      <div className="skeleton h-40" />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="skeleton h-[290px]" />
        <div className="skeleton h-[290px]" />
      </div>
    </div>
  );
}
