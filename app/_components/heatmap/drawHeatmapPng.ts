import {
  type CellMatrix,
  HEAT_STATES,
  type HeatTheme,
  heatStateHex,
  matrixWindow,
  type StateThresholds,
  timeTicks,
} from "#lib/charts/index.ts";
import { hatchPattern } from "./paintHeatmap.ts";
import type { HeatmapRow } from "./types.ts";
import { drawCellImage } from "./useCellImage.ts";

interface HeatmapPicture {
  readonly title: string;
  readonly matrix: CellMatrix;
  readonly rows: readonly HeatmapRow[];
  readonly order: readonly number[];
  readonly thresholds: readonly StateThresholds[];
  readonly theme: HeatTheme;
}

const LEFT = 190;
const TOP = 56;
const BOTTOM = 36;
const LEGEND_STEP = 140;
const PLOT_WIDTH = 1_200;
const SCALE = 2;
const LOOK = {
  dark: { ground: "#15181e", ink: "#eef0f4", soft: "#a9b0bc", hatchGround: "#1f2226", hatchLine: "#383c42" },
  light: { ground: "#ffffff", ink: "#1b2028", soft: "#555c68", hatchGround: "#ecedef", hatchLine: "#cdcfd3" },
} as const;

/** The whole map, also what is scrolled out of view, with title, axis, row names and legend. */
export async function drawHeatmapPng(picture: HeatmapPicture): Promise<Blob | null> {
  const { title, matrix, rows, order, thresholds, theme } = picture;
  const rowHeight = order.length > 400 ? 3 : order.length > 120 ? 8 : 16;
  const height = order.length * rowHeight;
  const canvas = document.createElement("canvas");
  canvas.width = (LEFT + PLOT_WIDTH + 24) * SCALE;
  canvas.height = (TOP + height + BOTTOM) * SCALE;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const look = LOOK[theme];
  context.scale(SCALE, SCALE);
  context.fillStyle = look.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = look.ink;
  context.font = "600 15px system-ui, sans-serif";
  context.fillText(`${title}, UTC`, 16, 24);
  context.fillStyle = hatchPattern(context, look.hatchGround, look.hatchLine) ?? look.hatchGround;
  context.fillRect(LEFT, TOP, PLOT_WIDTH, height);
  context.imageSmoothingEnabled = false;
  const image = drawCellImage({ matrix, rows, order, thresholds, theme });
  context.drawImage(image, LEFT, TOP, PLOT_WIDTH, height);
  drawAxis(context, matrix, look.soft);
  if (rowHeight >= 8) drawNames(context, { rows, order, rowHeight, color: look.ink });
  context.fillStyle = hatchPattern(context, look.hatchGround, look.hatchLine) ?? look.hatchGround;
  context.fillRect(LEFT + HEAT_STATES.length * LEGEND_STEP, TOP + height + 13, 12, 12);
  drawLegend(context, { theme, top: TOP + height + 22, color: look.soft, thresholds: thresholds[0] });
  return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function drawAxis(context: CanvasRenderingContext2D, matrix: CellMatrix, color: string) {
  const window = matrixWindow(matrix);
  const minutes = window.toMinute - window.fromMinute;
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = color;
  for (const tick of timeTicks(window, PLOT_WIDTH)) {
    const x = LEFT + ((tick.minute - window.fromMinute) / minutes) * PLOT_WIDTH;
    context.fillRect(x, TOP - 6, 1, 6);
    context.fillText(tick.label, x + 3, TOP - 8);
  }
}

interface NamesInput extends Pick<HeatmapPicture, "rows" | "order"> {
  readonly rowHeight: number;
  readonly color: string;
}

function drawNames(context: CanvasRenderingContext2D, { rows, order, rowHeight, color }: NamesInput) {
  context.font = `${Math.min(12, rowHeight)}px system-ui, sans-serif`;
  context.fillStyle = color;
  order.forEach((row, place) => {
    const name = `${rows[row]?.label ?? ""} ${rows[row]?.detail ?? ""}`;
    context.fillText(name, 16, TOP + (place + 0.8) * rowHeight, LEFT - 28);
  });
}

interface LegendInput {
  readonly theme: HeatTheme;
  readonly top: number;
  readonly color: string;
  readonly thresholds: StateThresholds | undefined;
}

function drawLegend(context: CanvasRenderingContext2D, { theme, top, color, thresholds }: LegendInput) {
  context.font = "11px system-ui, sans-serif";
  HEAT_STATES.forEach((state, index) => {
    const x = LEFT + index * LEGEND_STEP;
    const bound = state === "cool" ? 0 : (thresholds?.[state] ?? 0);
    context.fillStyle = heatStateHex(state, theme);
    context.fillRect(x, top - 9, 12, 12);
    context.fillStyle = color;
    context.fillText(`${state} from ${bound} %`, x + 18, top + 1);
  });
  context.fillText("no data", LEFT + HEAT_STATES.length * LEGEND_STEP + 18, top + 1);
}
