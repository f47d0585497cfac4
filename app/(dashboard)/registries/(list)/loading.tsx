/** The list while it is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Registries</h1>
        <p role="status" className="text-base text-ink-soft">
          Reading the registries and an hour of their load…
        </p>
      </div>
      <div className="skeleton h-8 w-96 max-w-full" />
      <div className="skeleton h-[480px]" />
    </div>
  );
}
