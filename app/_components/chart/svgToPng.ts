const SCALE = 2;
const PAINTED = ["fill", "stroke", "font-size", "font-family", "font-weight", "opacity"] as const;

/**
 * A drawn SVG as a PNG with the page's own colours: they come from CSS variables, which a picture does not know, so each
 * element is given what it is computed to be. Null where the browser cannot draw it.
 */
export async function svgToPng(svg: SVGSVGElement | null, title: string): Promise<Blob | null> {
  if (svg === null) return null;
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const drawn = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, at) => {
    const style = getComputedStyle(drawn[at] ?? svg);
    for (const name of PAINTED) element.setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return await paint(image, { width, height, title });
}

const HEAD = 36;

function paint(
  image: HTMLImageElement,
  { width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = (height + HEAD) * SCALE;
  const context = canvas.getContext("2d");
  if (context === null) return Promise.resolve(null);
  const page = getComputedStyle(document.documentElement);
  context.scale(SCALE, SCALE);
  context.fillStyle = page.getPropertyValue("--surface");
  context.fillRect(0, 0, width, height + HEAD);
  context.fillStyle = page.color;
  context.font = "600 14px system-ui, sans-serif";
  context.fillText(title, 12, 22);
  context.drawImage(image, 0, HEAD, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
