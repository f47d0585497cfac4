import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bandOf,
  buildHeatTable,
  DEFAULT_THRESHOLDS,
  HEAT_SCALE,
  HEAT_STATES,
  type HeatTheme,
  heatColor,
  heatPixel,
  heatStateHex,
  heatStateOf,
} from "./heatScale.ts";
import { oklchToLinearRgb, oklchToRgb, type Rgb, toLinearLight } from "./oklch.ts";

const THEMES: readonly HeatTheme[] = ["dark", "light"];

/** Full dichromacy in linear light: Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009, severity 1.0. */
const EYES: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  ordinary: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Lightness, a and b of Oklab as an eye sees the colour. */
function seen(color: Rgb, eye: string): readonly [number, number, number] {
  const light = [toLinearLight(color.red), toLinearLight(color.green), toLinearLight(color.blue)];
  const [red = 0, green = 0, blue = 0] = (EYES[eye] ?? []).map((row) =>
    Math.max(
      0,
      row.reduce((sum, factor, index) => sum + factor * (light[index] ?? 0), 0),
    ),
  );
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

describe.each(THEMES)("the heat scale, %s", (theme) => {
  const colors = HEAT_STATES.map((state) => oklchToRgb(HEAT_SCALE[theme][state]));

  test.each(Object.keys(EYES))(
    "states rise in lightness one way for a %s eye, each a visible step apart",
    (eye) => {
      const views = colors.map((color) => seen(color, eye));
      views.slice(1).forEach((view, index) => {
        const before = views[index] ?? view;
        const rise = (view[0] - before[0]) * (theme === "dark" ? 1 : -1);
        const difference = Math.hypot(view[0] - before[0], view[1] - before[1], view[2] - before[2]);
        expect(rise).toBeGreaterThan(0.04);
        // Oklab: 0.02 is about the least difference that is seen side by side.
        expect(difference).toBeGreaterThan(0.1);
      });
    },
  );

  test("every colour is one that a screen has: none is clipped", () => {
    for (const state of HEAT_STATES) {
      for (const channel of oklchToLinearRgb(HEAT_SCALE[theme][state])) {
        expect(channel).toBeGreaterThan(-0.002);
        expect(channel).toBeLessThan(1.002);
      }
    }
  });

  test("lightness is monotone over all values, and steps at each threshold more than anywhere inside a band", () => {
    const lightness = (percent: number) => seen(heatColor(percent, DEFAULT_THRESHOLDS, theme), "ordinary")[0];
    const direction = theme === "dark" ? 1 : -1;
    const jumps = Object.values(DEFAULT_THRESHOLDS).map(
      (threshold) => (lightness(threshold) - lightness(threshold - 0.01)) * direction,
    );
    for (let percent = 1; percent <= 100; percent++) {
      const rise = (lightness(percent) - lightness(percent - 1)) * direction;
      // Rounding to 8 bits may take back a hair.
      expect(rise).toBeGreaterThan(-0.003);
      if (!Object.values(DEFAULT_THRESHOLDS).includes(percent))
        expect(rise).toBeLessThan(Math.min(...jumps) / 3);
    }
  });

  test("the tokens of globals.css are these colours", () => {
    const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
    for (const state of HEAT_STATES) {
      const declaration = css.split("\n").find((line) => line.includes(`--heat-${state}: light-dark(`)) ?? "";
      const [light, dark] = [...declaration.matchAll(/oklch\(([^)]*)\)/g)].map((match) => match[1]);
      const { lightness, chroma, hueDegrees } = HEAT_SCALE[theme][state];
      expect(theme === "light" ? light : dark).toBe(`${lightness} ${chroma} ${hueDegrees}`);
    }
  });
});

describe("the colour table", () => {
  const table = buildHeatTable(DEFAULT_THRESHOLDS, "dark");

  test("holds an opaque pixel for every hundredth of a point, red in the lowest byte", () => {
    const { red, green, blue } = heatColor(43.21, DEFAULT_THRESHOLDS, "dark");
    expect(table).toHaveLength(10_001);
    expect(heatPixel(table, 4_321)).toBe(((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0);
  });

  test("no data is transparent, and no value is", () => {
    expect(heatPixel(table, -1)).toBe(0);
    expect([...table].every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });

  test("a value beyond 100 % has the colour of 100 %", () => {
    expect(heatPixel(table, 10_050)).toBe(heatPixel(table, 10_000));
  });
});

describe("states", () => {
  test.each([
    [0, "cool"],
    [29.99, "cool"],
    [30, "normal"],
    [50, "warm"],
    [64.99, "warm"],
    [65, "hot"],
    [80, "critical"],
    [100, "critical"],
  ])("%d %% is %s: a threshold belongs to the hotter state", (percent, state) => {
    expect(heatStateOf(percent, DEFAULT_THRESHOLDS)).toBe(state);
  });

  test("the bands cover 0 to 100 without gap or overlap, whatever the thresholds", () => {
    const rising = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 4, maxLength: 4 })
      .map((values) => values.sort((one, other) => one - other));
    fc.assert(
      fc.property(rising, ([normal = 0, warm = 0, hot = 0, critical = 0]) => {
        const bands = HEAT_STATES.map((state) => bandOf(state, { normal, warm, hot, critical }));
        expect(bands[0]?.from).toBe(0);
        expect(bands[4]?.to).toBe(100);
        bands.slice(1).forEach((band, index) => {
          expect(band.from).toBe(bands[index]?.to);
        });
      }),
    );
  });

  test("a state's colour is written as CSS takes it", () => {
    expect(heatStateHex("critical", "dark")).toMatch(/^#[0-9a-f]{6}$/);
  });
});
