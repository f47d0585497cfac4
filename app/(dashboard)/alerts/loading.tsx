import { LoadingPage } from "../../_components/LoadingPage.tsx";

/** The page while alerts are being read. */
export default function Loading() {
  return (
    <LoadingPage title="Alerts" doing="Reading alerts, rules and channels…">
      <div className="skeleton h-40" />
      <div className="skeleton h-64" />
      <div className="skeleton h-40" />
    </LoadingPage>
  );
}
