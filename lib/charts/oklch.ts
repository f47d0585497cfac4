/** A colour in OKLCH: lightness 0..1, chroma 0..~0.37, hue in degrees. Equal steps of lightness look equal. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hueDegrees: number;
}

/** Red, green and blue as they are sent to a screen, each 0..255. */
export interface Rgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Linear light to the sRGB transfer curve (IEC 61966-2-1), 0..1 to 0..1, clipped into range. */
function encodeGamma(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
}

/** The inverse of the sRGB transfer curve: 0..255 to linear light 0..1. */
export function toLinearLight(channel: number): number {
  const encoded = channel / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

/** OKLCH to linear sRGB (matrices: Björn Ottosson, "A perceptual color space for image processing", public domain). */
export function oklchToLinearRgb(color: Oklch): readonly [number, number, number] {
  const hue = (color.hueDegrees * Math.PI) / 180;
  const a = color.chroma * Math.cos(hue);
  const b = color.chroma * Math.sin(hue);
  const long = (color.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (color.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (color.lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
}

/** OKLCH to what a screen takes; a colour outside sRGB is clipped channel by channel. */
export function oklchToRgb(color: Oklch): Rgb {
  const [red, green, blue] = oklchToLinearRgb(color);
  return {
    red: Math.round(encodeGamma(red) * 255),
    green: Math.round(encodeGamma(green) * 255),
    blue: Math.round(encodeGamma(blue) * 255),
  };
}

/** `#rrggbb`. */
export function rgbToHex(color: Rgb): string {
  return `#${[color.red, color.green, color.blue].map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
