"use client";

import { type RefObject, useRef } from "react";
import { formatShare, valueTicks } from "#lib/charts/index.ts";
import { useOptionalPointed, useOptionalPointer } from "./crosshair.tsx";
import { useSize } from "./useSize.ts";

/** One contributor of a Pareto chart, in rank order. Shares 0–1. */
export interface ParetoBar {
  readonly id: string;
  readonly label: string;
  readonly share: number;
  readonly cumulative: number;
  readonly color: string;
}

interface ParetoChartProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly bars: readonly ParetoBar[];
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly svgRef?: RefObject<SVGSVGElement | null>;
}

const ROW = 20;
const FOOT = 20;
const FONT = 11;
const SHARES = valueTicks(0, 1, 4);

/** Who carries how much: a bar each, and the line of what they carry together. Lies on its side, so that names can be read. */
export function ParetoChart(props: ParetoChartProps) {
  const { label, bars, selectedId } = props;
  const boxRef = useRef<HTMLDivElement>(null);
  const { width } = useSize(boxRef);
  const names = Math.min(200, width * 0.42);
  const plot = Math.max(0, width - names - 44);
  const height = bars.length * ROW;
  const line = bars.map((bar, at) => `${names + bar.cumulative * plot} ${at * ROW + ROW / 2}`).join("L");
  return (
    <div ref={boxRef} className="relative min-w-0" style={{ height: height + FOOT }}>
      {width > 0 && (
        <svg ref={props.svgRef} width={width} height={height + FOOT} role="img" aria-label={label}>
          {SHARES.map((share) => (
            <g key={share}>
              <line
                x1={names + share * plot}
                x2={names + share * plot}
                y1={0}
                y2={height}
                stroke="var(--line)"
              />
              <text
                x={names + share * plot}
                y={height + 14}
                textAnchor="middle"
                fontSize={FONT}
                fill="var(--ink-soft)"
              >
                {formatShare(share)}
              </text>
            </g>
          ))}
          {bars.map((bar, at) => (
            <Bar
              key={bar.id}
              {...{ bar, at, names, plot, width }}
              isSelected={selectedId === bar.id}
              isFaint={selectedId !== null && selectedId !== bar.id}
              onSelect={props.onSelect}
            />
          ))}
          {bars.length > 0 && <path d={`M${line}`} fill="none" stroke="var(--ink)" strokeWidth={1.5} />}
          {bars.map((bar, at) => (
            <circle
              key={bar.id}
              cx={names + bar.cumulative * plot}
              cy={at * ROW + ROW / 2}
              r={2.5}
              fill="var(--ink)"
            />
          ))}
        </svg>
      )}
    </div>
  );
}

interface BarProps {
  readonly bar: ParetoBar;
  readonly at: number;
  readonly names: number;
  readonly plot: number;
  readonly width: number;
  readonly isSelected: boolean;
  readonly isFaint: boolean;
  readonly onSelect: (id: string) => void;
}

function Bar({ bar, at, names, plot, width, isSelected, isFaint, onSelect }: BarProps) {
  const pointer = useOptionalPointer();
  const isPointed = useOptionalPointed(bar.id);
  const y = at * ROW;
  const isLate = bar.cumulative * plot > plot - 2;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is chosen from the keyboard in the table above
    <g
      className="cursor-pointer"
      onClick={() => onSelect(bar.id)}
      onPointerEnter={() => pointer?.point({ minute: null, thing: bar.id, source: "pareto" })}
      onPointerLeave={() => pointer?.point({ minute: null, thing: null, source: null })}
    >
      <title>{`${bar.label}: ${formatShare(bar.share)}, with those above it ${formatShare(bar.cumulative)}`}</title>
      <rect
        x={0}
        y={y}
        width={width}
        height={ROW}
        fill={isSelected ? "var(--accent-soft)" : "var(--ink)"}
        opacity={isSelected ? 1 : isPointed ? 0.06 : 0}
      />
      <text
        x={names - 8}
        y={y + ROW / 2 + 4}
        textAnchor="end"
        fontSize={12}
        fontWeight={isSelected ? 600 : 400}
        fill="var(--ink)"
      >
        {shorten(bar.label, names)}
      </text>
      <rect
        x={names}
        y={y + 4}
        width={Math.max(1, bar.share * plot)}
        height={ROW - 8}
        fill={bar.color}
        opacity={isFaint ? 0.35 : 1}
      />
      <text
        x={names + bar.cumulative * plot + 7}
        y={y + ROW / 2 + 4}
        fontSize={FONT}
        fill={isLate ? "var(--ink-faint)" : "var(--ink-soft)"}
      >
        {formatShare(bar.cumulative)}
      </text>
    </g>
  );
}

/** The widest that a letter is on average, at this size, in the fonts that people have. */
const LETTER = 7.4;

/** As many letters as there is room for: SVG text does not cut itself. */
function shorten(text: string, width: number): string {
  const most = Math.max(3, Math.floor((width - 8) / LETTER));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
