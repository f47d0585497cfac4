import { LoadingPage } from "../../../_components/LoadingPage.tsx";

/** The list of plans while it is being read. */
export default function Loading() {
  return (
    <LoadingPage title="Plans" doing="Reading the plans…">
      <div className="skeleton h-8" />
      <div className="skeleton h-[480px]" />
    </LoadingPage>
  );
}
