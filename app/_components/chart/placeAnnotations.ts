import type { MinuteWindow } from "#lib/core/index.ts";
import { type Plot, pixelOfMinute } from "./plotGeometry.ts";
import type { ChartAnnotation } from "./types.ts";

/** Where an annotation is drawn, pixels from the plot's left edge. */
export interface PlacedAnnotation {
  readonly annotation: ChartAnnotation;
  /** Where it began, or the plot's edge. */
  readonly left: number;
  /** How long it lasts; 0 for an instant. */
  readonly width: number;
  readonly beginsInside: boolean;
  /** On which side of its beginning its name stands. */
  readonly nameSide: "left" | "right";
  /** Which line of names from the top; null = there is no room, the line alone is drawn. */
  readonly lane: number | null;
}

const LANES = 4;
const NAME_AT_MOST = 160;
const CHARACTER = 6;

/** What touches the window, oldest first, with names in lanes so that none covers another. */
export function placeAnnotations(
  annotations: readonly ChartAnnotation[],
  window: MinuteWindow,
  plot: Plot,
): PlacedAnnotation[] {
  const lanesTaken: { from: number; to: number }[][] = Array.from({ length: LANES }, () => []);
  return annotations
    .filter(
      ({ fromMinute, toMinute }) =>
        (toMinute ?? window.toMinute) >= window.fromMinute && fromMinute < window.toMinute,
    )
    .toSorted((one, other) => one.fromMinute - other.fromMinute)
    .map((annotation) => {
      const left = Math.max(0, pixelOfMinute(annotation.fromMinute, window, plot));
      const end = pixelOfMinute(annotation.toMinute ?? window.toMinute, window, plot);
      const name = Math.min(NAME_AT_MOST, (annotation.label.length + 3) * CHARACTER);
      const nameSide = left + name > plot.width ? "left" : "right";
      const extent = nameSide === "left" ? { from: left - name, to: left } : { from: left, to: left + name };
      const lane = lanesTaken.findIndex((taken) =>
        taken.every((other) => extent.from >= other.to || extent.to <= other.from),
      );
      lanesTaken[lane]?.push(extent);
      return {
        annotation,
        left,
        width: Math.max(0, Math.min(plot.width, end) - left),
        beginsInside: annotation.fromMinute >= window.fromMinute,
        nameSide,
        lane: lane < 0 ? null : lane,
      };
    });
}
