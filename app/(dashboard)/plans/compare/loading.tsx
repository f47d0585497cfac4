import { LoadingPage } from "../../../_components/LoadingPage.tsx";

/** The comparison while both sides are being read. */
export default function Loading() {
  return (
    <LoadingPage title="Compare plans" doing="Reading both plans…">
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="skeleton h-32" />
        <div className="skeleton h-32" />
      </div>
      <div className="skeleton h-72" />
    </LoadingPage>
  );
}
