import {
  cpuAxisTop,
  gapsOf,
  HEAT_STATES,
  type HeatTheme,
  heatStateHex,
  prepareLines,
  thresholdBands,
  timeTicks,
  valueTicks,
} from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import { hatchPattern } from "../heatmap/paintHeatmap.ts";
import { placeAnnotations } from "./placeAnnotations.ts";
import { pixelOfMinute } from "./plotGeometry.ts";
import type { ChartLine, LineChartProps } from "./types.ts";

type LinePicture = Pick<
  LineChartProps,
  "window" | "lines" | "levels" | "annotations" | "thresholds" | "measured"
> & {
  readonly title: string;
  readonly theme: HeatTheme;
};

const LEFT = 56;
const TOP = 64;
const PLOT = { width: 1_200, height: 320 };
const RIGHT = 110;
const BOTTOM = 40;
const SCALE = 2;
const LOOKS = {
  dark: {
    ground: "#15181e",
    ink: "#eef0f4",
    soft: "#a9b0bc",
    line: "#2b3038",
    accent: "#6fd0dc",
    hatchGround: "#1f2226",
    hatchLine: "#383c42",
  },
  light: {
    ground: "#ffffff",
    ink: "#1b2028",
    soft: "#555c68",
    line: "#dfe2e7",
    accent: "#1c6b7d",
    hatchGround: "#ecedef",
    hatchLine: "#cdcfd3",
  },
} as const;
type Look = (typeof LOOKS)[HeatTheme];

interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly look: Look;
  readonly window: MinuteWindow;
  /** Value at the plot's top. */
  readonly top: number;
  readonly x: (minute: number) => number;
  readonly y: (value: number) => number;
}

/** The chart as a picture with title, axes, legend and marks, in percent of CPU. */
export async function drawLinePng(picture: LinePicture): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = (LEFT + PLOT.width + RIGHT) * SCALE;
  canvas.height = (TOP + PLOT.height + BOTTOM) * SCALE;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.scale(SCALE, SCALE);
  const sheet = prepareSheet(context, picture);
  drawGround(sheet, picture);
  drawAxes(sheet);
  drawLines(sheet, picture);
  drawLevels(sheet, picture);
  drawMarks(sheet, picture);
  drawTitle(sheet, picture);
  return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function prepareSheet(context: CanvasRenderingContext2D, picture: LinePicture): Sheet {
  const { window, lines, levels = [], theme } = picture;
  const values = [...lines.flatMap((line) => line.values), ...levels.map((level) => level.value)];
  const top = cpuAxisTop(values);
  return {
    context,
    look: LOOKS[theme],
    window,
    top,
    x: (minute) => LEFT + pixelOfMinute(minute, window, PLOT),
    y: (value) => TOP + PLOT.height * (1 - Math.min(value, top) / top),
  };
}

function drawGround(sheet: Sheet, { lines, thresholds, theme, window }: LinePicture) {
  const { context, look, x, y, top } = sheet;
  context.fillStyle = look.ground;
  context.fillRect(0, 0, LEFT + PLOT.width + RIGHT, TOP + PLOT.height + BOTTOM);
  if (thresholds !== undefined) {
    context.globalAlpha = 0.14;
    for (const band of thresholdBands(thresholds, top)) {
      context.fillStyle = heatStateHex(HEAT_STATES.find((state) => state === band.state) ?? "cool", theme);
      context.fillRect(LEFT, y(band.to), PLOT.width, y(band.from) - y(band.to));
    }
    context.globalAlpha = 1;
  }
  const main = lines[0];
  if (main === undefined) return;
  const points = main.values.map((value, bin) => ({ minute: window.fromMinute + bin, value }));
  context.fillStyle = hatchPattern(context, look.hatchGround, look.hatchLine) ?? look.hatchGround;
  for (const gap of gapsOf(points, window.toMinute)) {
    context.fillRect(x(gap.fromMinute), TOP, x(gap.toMinute) - x(gap.fromMinute), PLOT.height);
  }
}

function drawAxes({ context, look, window, top, x, y }: Sheet) {
  context.font = "11px system-ui, sans-serif";
  context.textAlign = "right";
  for (const value of valueTicks(0, top, 5).filter((tick) => tick <= top)) {
    context.fillStyle = look.line;
    context.fillRect(LEFT, y(value), PLOT.width, 1);
    context.fillStyle = look.soft;
    context.fillText(`${value} %`, LEFT - 8, y(value) + 4);
  }
  context.textAlign = "left";
  for (const tick of timeTicks(window, PLOT.width)) {
    context.fillRect(x(tick.minute), TOP + PLOT.height, 1, 5);
    context.fillText(tick.label, x(tick.minute) + 3, TOP + PLOT.height + 16);
  }
}

function drawLines({ context, look, x, y, window }: Sheet, { lines }: LinePicture) {
  const prepared = prepareLines(window, lines, PLOT.width);
  for (const line of [...lines].reverse()) {
    context.strokeStyle = strokeOf(line, look);
    context.lineWidth = line.tone === "strong" ? 1.5 : 1.2;
    context.beginPath();
    let isDrawing = false;
    for (const point of prepared.points) {
      const value = point[line.key] ?? null;
      if (value === null) isDrawing = false;
      else if (isDrawing) context.lineTo(x(point.minute), y(value));
      else {
        context.moveTo(x(point.minute), y(value));
        isDrawing = true;
      }
    }
    context.stroke();
  }
}

function strokeOf(line: ChartLine, look: Look): string {
  if (line.tone === "strong") return look.ink;
  return line.tone === "accent" ? look.accent : look.soft;
}

function drawLevels({ context, look, x, y, window }: Sheet, { levels = [] }: LinePicture) {
  context.font = "12px system-ui, sans-serif";
  let lastY = Number.NEGATIVE_INFINITY;
  for (const level of [...levels].sort((one, other) => other.value - one.value)) {
    const span = level.span ?? window;
    context.strokeStyle = level.tone === "limit" ? look.soft : look.ink;
    context.setLineDash(level.tone === "limit" ? [2, 4] : [6, 4]);
    context.beginPath();
    context.moveTo(x(Math.max(span.fromMinute, window.fromMinute)), y(level.value));
    context.lineTo(x(Math.min(span.toMinute, window.toMinute)), y(level.value));
    context.stroke();
    lastY = Math.max(y(level.value) + 4, lastY + 15);
    context.fillStyle = look.ink;
    context.fillText(level.label, LEFT + PLOT.width + 8, lastY);
  }
  context.setLineDash([]);
}

function drawMarks({ context, look, x, window }: Sheet, { annotations = [], measured }: LinePicture) {
  if (measured !== undefined) {
    context.fillStyle = look.accent;
    const from = x(Math.max(measured.fromMinute, window.fromMinute));
    context.fillRect(from, TOP - 6, x(Math.min(measured.toMinute, window.toMinute)) - from, 2);
  }
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = look.soft;
  for (const { annotation, left, width, lane, nameSide } of placeAnnotations(annotations, window, PLOT)) {
    context.fillRect(LEFT + left, TOP, 1, PLOT.height);
    context.fillRect(LEFT + left, TOP, Math.max(1, width), 3);
    if (lane === null) continue;
    const x = nameSide === "left" ? left - 4 : left + 4;
    context.textAlign = nameSide === "left" ? "right" : "left";
    context.fillText(annotation.label, LEFT + x, TOP + 16 + lane * 14);
  }
  context.textAlign = "left";
}

function drawTitle({ context, look }: Sheet, { title, lines, measured }: LinePicture) {
  context.font = "600 15px system-ui, sans-serif";
  context.fillStyle = look.ink;
  context.fillText(`${title}, UTC`, 16, 24);
  context.font = "12px system-ui, sans-serif";
  let left = 16;
  for (const line of lines) {
    context.fillStyle = strokeOf(line, look);
    context.fillRect(left, 41, 18, 2);
    context.fillStyle = look.soft;
    context.fillText(line.label, left + 24, 46);
    left += 44 + context.measureText(line.label).width;
  }
  if (measured !== undefined) context.fillText(measured.label, left, 46);
}
