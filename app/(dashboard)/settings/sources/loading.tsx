import { LoadingPage } from "../../../_components/LoadingPage.tsx";

/** The page while the mapping is being read. */
export default function Loading() {
  return (
    <LoadingPage title="Sources" doing="Reading what arrived…">
      <div className="skeleton h-96" />
      <div className="skeleton h-96" />
    </LoadingPage>
  );
}
