/** A node is linear up to here; above, work queues up and CPU creeps towards 99.5 %. */
const KNEE = 85;
const ROOM = 14.5;

/** Demanded points of a node to measured ones. */
export function saturate(points: number): number {
  return points <= KNEE ? points : KNEE + ROOM * (1 - Math.exp((KNEE - points) / ROOM));
}

/** The inverse of saturate, for measured points under 99.5. */
export function desaturate(points: number): number {
  return points <= KNEE ? points : KNEE - ROOM * Math.log(1 - (points - KNEE) / ROOM);
}
