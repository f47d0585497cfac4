import type { GanttLayout, GanttRow } from "#lib/charts/index.ts";

const FONT = 12;
/** Width of a letter at that size, about: labels are cut before they run into the bars. */
const LETTER = 6.6;
const BAR = { top: 7, height: 14 };

/** The pattern of a wait. */
export function GanttDefinitions() {
  return (
    <defs>
      <pattern
        id="gantt-wait"
        width={5}
        height={5}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width={5} height={5} fill="var(--hatch-ground)" />
        <rect width={1.5} height={5} fill="var(--line-strong)" />
      </pattern>
    </defs>
  );
}

interface AxisProps {
  readonly layout: GanttLayout;
  readonly nowMs: number;
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

export function GanttAxis({ layout, nowMs, width, height, top }: AxisProps) {
  const now = nowMs > layout.fromMs && nowMs < layout.toMs ? layout.xOf(nowMs) : null;
  return (
    <>
      {layout.ticks.map(({ left, label, isDay }) => (
        <g key={left}>
          <line
            x1={left}
            x2={left}
            y1={top - 6}
            y2={height}
            stroke={isDay ? "var(--line-strong)" : "var(--line)"}
            opacity={0.6}
          />
          {left + label.length * LETTER < width + 12 && (
            <text x={left + 3} y={12} fontSize={11} fill="var(--ink-soft)">
              {label}
            </text>
          )}
        </g>
      ))}
      {now !== null && (
        <line x1={now} x2={now} y1={top - 8} y2={height} stroke="var(--ink)" strokeWidth={1.5} />
      )}
    </>
  );
}

interface BarsProps {
  readonly row: GanttRow;
  readonly label: string;
  /** Where the plot begins, and how wide everything is. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
  readonly isPointed: boolean;
}

export function GanttBars({ row, label, left, width, height, isPointed }: BarsProps) {
  const letters = Math.floor((left - 12) / LETTER);
  const shown = label.length > letters ? `${label.slice(0, letters - 1)}…` : label;
  const middle = height / 2 + 4;
  return (
    <g style={{ cursor: "pointer" }}>
      <rect x={0} y={0} width={width} height={height} fill={isPointed ? "var(--hover)" : "transparent"} />
      <text x={0} y={middle} fontSize={FONT} fill="var(--ink)" fontWeight={isPointed ? 600 : 400}>
        {shown}
      </text>
      {row.bars === null ? (
        <text x={left} y={middle} fontSize={FONT} fill="var(--ink-soft)">
          no place in the calendar
        </text>
      ) : (
        <g transform={`translate(${left} 0)`}>
          {row.bars.waits.map((wait) => (
            <rect
              key={wait.fromMs}
              x={wait.left}
              width={wait.width}
              y={BAR.top + 4}
              height={BAR.height - 8}
              fill="url(#gantt-wait)"
            />
          ))}
          <rect
            x={row.bars.observation.left}
            width={row.bars.observation.width}
            y={BAR.top}
            height={BAR.height}
            rx={2}
            fill="var(--accent-soft)"
            stroke="var(--accent)"
            strokeWidth={1}
          />
          <rect
            x={row.bars.cutover.left}
            width={row.bars.cutover.width}
            y={BAR.top - 2}
            height={BAR.height + 4}
            rx={1}
            fill="var(--accent)"
          />
        </g>
      )}
    </g>
  );
}
