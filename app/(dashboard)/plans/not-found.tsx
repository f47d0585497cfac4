import { MissingThing } from "../../_components/MissingThing.tsx";

/** No plan of that number, or no such version of it. */
export default function PlanNotFound() {
  return (
    <MissingThing title="There is no such plan" thing="plan" plural="plans">
      Plans are never deleted: one that was given up, rejected or has expired keeps its address, and so does
      each of its versions. This number, or this version, was never used here.
    </MissingThing>
  );
}
