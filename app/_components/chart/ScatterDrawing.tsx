import { formatFixed, type ScatterLayout, type ScatterPoint } from "#lib/charts/index.ts";

/** A thing that was predicted and measured. Percent. */
export interface ScatterMark extends ScatterPoint {
  /** What it is and how it came out, in words. */
  readonly label: string;
  readonly color: string;
  /** A ring instead of a disc. */
  readonly isHollow: boolean;
  /** A square instead of a circle. */
  readonly isSquare: boolean;
  /** Where x may have been. */
  readonly low: number;
  readonly high: number;
}

const FONT = 11;

interface GroundProps {
  readonly xName: string;
  readonly yName: string;
  /** Points on either side of the diagonal that are shaded. */
  readonly band: number;
  readonly layout: ScatterLayout;
  readonly plot: { readonly width: number; readonly height: number };
}

/** Axes, the diagonal and the band around it. */
export function ScatterGround({ layout, plot, band, xName, yName }: GroundProps) {
  const { low, high, ticks, xOf, yOf } = layout;
  const strip = [
    [low, low + band],
    [high - band, high],
    [high, high],
    [high, high - band],
    [low + band, low],
    [low, low],
  ].map(([x = 0, y = 0]) => `${xOf(x)},${yOf(y)}`);
  return (
    <>
      <polygon points={strip.join(" ")} fill="var(--accent)" opacity={0.1} />
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={0} x2={plot.width} y1={yOf(tick)} y2={yOf(tick)} stroke="var(--line)" />
          <line x1={xOf(tick)} x2={xOf(tick)} y1={0} y2={plot.height} stroke="var(--line)" />
          <text x={-6} y={yOf(tick) + 4} textAnchor="end" fontSize={FONT} fill="var(--ink-soft)">
            {formatFixed(tick, 0)}
          </text>
          <text x={xOf(tick)} y={plot.height + 15} textAnchor="middle" fontSize={FONT} fill="var(--ink-soft)">
            {formatFixed(tick, 0)}
          </text>
        </g>
      ))}
      <line
        x1={xOf(low)}
        y1={yOf(low)}
        x2={xOf(high)}
        y2={yOf(high)}
        stroke="var(--ink-soft)"
        strokeDasharray="4 4"
      />
      <text
        x={plot.width / 2}
        y={plot.height + 33}
        textAnchor="middle"
        fontSize={FONT}
        fill="var(--ink-soft)"
      >
        {xName}
      </text>
      <text
        transform={`translate(-32 ${plot.height / 2}) rotate(-90)`}
        textAnchor="middle"
        fontSize={FONT}
        fill="var(--ink-soft)"
      >
        {yName}
      </text>
    </>
  );
}

interface MarkProps {
  readonly mark: ScatterMark;
  readonly layout: ScatterLayout;
  readonly isStrong: boolean;
}

export function ScatterMarkShape({ mark, layout, isStrong }: MarkProps) {
  const x = layout.xOf(mark.x);
  const y = layout.yOf(mark.y);
  const size = isStrong ? 6 : 4.5;
  const paint = {
    fill: mark.isHollow ? "var(--surface)" : mark.color,
    stroke: mark.isHollow ? mark.color : "var(--surface)",
    strokeWidth: mark.isHollow ? 2 : 1,
  };
  return (
    <g>
      {isStrong && <Whisker {...{ mark, layout, y }} />}
      {mark.isSquare ? (
        <rect x={x - size} y={y - size} width={2 * size} height={2 * size} {...paint} />
      ) : (
        <circle cx={x} cy={y} r={size} {...paint} />
      )}
    </g>
  );
}

/** Where the prediction might have been. */
function Whisker({ mark, layout, y }: Pick<MarkProps, "mark" | "layout"> & { readonly y: number }) {
  const [left, right] = [layout.xOf(mark.low), layout.xOf(mark.high)];
  return (
    <path
      d={`M${left} ${y - 5}V${y + 5}M${left} ${y}H${right}M${right} ${y - 5}V${y + 5}`}
      stroke="var(--ink)"
      strokeWidth={1.5}
      fill="none"
    />
  );
}
