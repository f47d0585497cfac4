import { LoadingPage } from "../../../_components/LoadingPage.tsx";

/** The list while it is being read. */
export default function Loading() {
  return (
    <LoadingPage title="Registries" doing="Reading the registries and an hour of their load…">
      <div className="skeleton h-8 w-96 max-w-full" />
      <div className="skeleton h-[480px]" />
    </LoadingPage>
  );
}
