/** A plan while it is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Reading the plan, its moves and what was simulated of them…
      </p>
      <div className="skeleton h-7 w-72" />
      <div className="skeleton h-20" />
      <div className="skeleton h-40" />
      <div className="skeleton h-[280px]" />
      <div className="skeleton h-[420px]" />
    </div>
  );
}
