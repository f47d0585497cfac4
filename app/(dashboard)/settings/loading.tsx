/** The page while the settings are being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Settings</h1>
        <p role="status" className="text-base text-ink-soft">
          Reading what is set…
        </p>
      </div>
      <div className="skeleton h-[720px]" />
      <div className="skeleton h-64" />
    </div>
  );
}
