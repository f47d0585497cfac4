/**
 * An SVG path through the values, left to right, in a box of width × height with 0 at the bottom and `top` at the top.
 * A null breaks the line: gaps stay gaps. A lone value between gaps is a dot of a line 1 px long, so that it is seen.
 * No values at all: an empty path.
 */
export function sparklinePath(
  values: readonly (number | null)[],
  box: { readonly width: number; readonly height: number; readonly top: number },
): string {
  const step = values.length > 1 ? box.width / (values.length - 1) : 0;
  const parts: string[] = [];
  let isDrawing = false;
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    const x = round(index * step);
    const y = round(box.height - (Math.min(value, box.top) / (box.top || 1)) * box.height);
    const next = values[index + 1];
    const isAlone = !isDrawing && (next === null || next === undefined);
    parts.push(isDrawing ? `L${x} ${y}` : `M${x} ${y}${isAlone ? "h1" : ""}`);
    isDrawing = true;
  });
  return parts.join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
