import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import sharp from 'sharp';
import { Photos } from '../src/images/photos.ts';
import { hostileJpeg } from '../test/images/hostile-jpeg.ts';

/** What photos cost: `npx tsx bench/photos.ts`. Milliseconds, and how late the event loop was. */

const RUNS = 5;

/** As a phone takes it: 12 million pixels, and lying on its side. */
async function photo(): Promise<Buffer> {
  const raw = { width: 1008, height: 756, channels: 3 } as const;
  return sharp(randomBytes(raw.width * raw.height * 3), { raw })
    .resize(4032, 3024)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 85 })
    .toBuffer();
}

async function measure(name: string, file: Buffer, atOnce: number): Promise<void> {
  const times: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let outcome = '';
  for (let run = 0; run < RUNS; run += 1) {
    const photos = new Photos(() => Promise.resolve(file));
    const people = Array.from({ length: atOnce }, (_, index) => String(index));
    await new Promise((resolve) => setImmediate(resolve));
    delay.enable();
    const begun = performance.now();
    const ends = await Promise.allSettled(
      people.map((userId) =>
        photos.prepare(
          { attachment: { url: '', size: file.length }, userId },
          new AbortController().signal,
        ),
      ),
    );
    times.push(performance.now() - begun);
    delay.disable();
    outcome = ends.every(({ status }) => status === 'fulfilled') ? 'faces' : 'refused';
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
  const row = { name, bytes: file.length, atOnce, outcome };
  console.log({ ...row, ms: median.toFixed(1), lateMs: (delay.max / 1e6).toFixed(1) });
}

const hostile = hostileJpeg({ scans: 2_600 });
const twelve = await photo();
await measure('a JPEG of 2,600 scans', hostile, 1);
await measure('the same, eight at once', hostile, 8);
await measure('a photo of 12 MP', twelve, 1);
await measure('the same, eight at once', twelve, 8);
