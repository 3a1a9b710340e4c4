import sharp from 'sharp';

type Colour = readonly [red: number, green: number, blue: number];

/** Whether a point belongs to a part. The face spans -1 to 1 both ways; y grows downwards. */
type Shape = (x: number, y: number) => boolean;

const SIDE = 480;
/** Points per pixel in each direction, for soft edges. */
const SAMPLES = 3;

const BACKGROUND: Colour = [126, 170, 178];

const ellipse =
  (centreX: number, centreY: number, radiusX: number, radiusY: number): Shape =>
  (x, y) =>
    ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 <= 1;

/** A part and its mirror image. */
const both =
  (shape: Shape): Shape =>
  (x, y) =>
    shape(Math.abs(x), y);

/** The lower half of a ring. */
const arc =
  (centreY: number, radius: number, width: number): Shape =>
  (x, y) =>
    y > centreY && Math.abs(Math.hypot(x, (y - centreY) * 1.25) - radius) <= width;

/** From the back to the front. */
const PARTS: readonly (readonly [Shape, Colour])[] = [
  [ellipse(0, 1.12, 0.82, 0.5), [206, 92, 72]],
  [ellipse(0, -0.14, 0.64, 0.7), [74, 48, 40]],
  [ellipse(0, 0.66, 0.2, 0.3), [214, 158, 124]],
  [both(ellipse(0.54, 0.06, 0.1, 0.15)), [222, 166, 132]],
  [ellipse(0, 0.06, 0.52, 0.66), [238, 186, 150]],
  [(x, y) => ellipse(0, 0.06, 0.53, 0.67)(x, y) && y < -0.3 - 0.22 * x, [74, 48, 40]],
  [both(ellipse(0.32, 0.26, 0.1, 0.07)), [240, 158, 134]],
  [both(ellipse(0.21, -0.2, 0.11, 0.025)), [74, 48, 40]],
  [both(ellipse(0.2, -0.03, 0.085, 0.065)), [250, 248, 244]],
  [both(ellipse(0.2, -0.03, 0.045, 0.055)), [58, 78, 74]],
  [ellipse(0.215, -0.05, 0.014, 0.016), [255, 255, 255]],
  [ellipse(-0.185, -0.05, 0.014, 0.016), [255, 255, 255]],
  [ellipse(0, 0.17, 0.055, 0.04), [216, 154, 120]],
  [arc(0.3, 0.2, 0.022), [158, 62, 60]],
];

/** A friendly face as PNG, square. It is drawn from circles and ellipses, and is nobody's face. */
export async function drawnFace(): Promise<Buffer> {
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      pixels.set(pixelAt(column, row), (row * SIDE + column) * 3);
    }
  }
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
}

function pixelAt(column: number, row: number): Colour {
  let [red, green, blue] = [0, 0, 0];
  for (let sample = 0; sample < SAMPLES ** 2; sample += 1) {
    const place = (pixel: number, step: number) =>
      ((pixel + (step + 0.5) / SAMPLES) / SIDE) * 2 - 1;
    const x = place(column, sample % SAMPLES);
    const y = place(row, Math.floor(sample / SAMPLES));
    const part = PARTS.findLast(([shape]) => shape(x, y));
    const colour = part ? part[1] : BACKGROUND;
    red += colour[0];
    green += colour[1];
    blue += colour[2];
  }
  return [red / SAMPLES ** 2, green / SAMPLES ** 2, blue / SAMPLES ** 2];
}
