import { FleetSkeleton } from "./FleetSkeleton.tsx";

export default function Loading() {
  return <FleetSkeleton />;
}
