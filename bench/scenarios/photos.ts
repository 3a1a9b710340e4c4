import sharp from 'sharp';
import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { inHouse } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { manyScans } from '../many-scans.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';

const PHOTOS = 8;
const OTHERS = 8;
/** In pixels: below the bound on a photo's size. */
const SIDE = 4_096;
const BYTES = 507_000;
const WITHIN_MS = 120_000;

/** What came of slow-to-decode photos sent while others ask for pictures. */
export interface PhotosMeasure {
  /** When the last one was refused, and when the last other person had their picture; `null` for never. */
  readonly refusedMs: number | null;
  readonly othersMs: number | null;
  readonly notRefused: number;
  readonly withoutPicture: number;
  readonly stall: Stall | null;
}

export function measurePhotos(withinMs = WITHIN_MS): Promise<PhotosMeasure> {
  return inHouse({ workers: PHOTOS + OTHERS }, async (house) => {
    const { discord, runpod } = house;
    const bytes = manyScans(SIDE, BYTES);
    const data = (await picture()).toString('base64');
    for (let jobs = PHOTOS + OTHERS; jobs > 0; jobs -= 1) {
      runpod.script({ output: { images: [{ data }] } });
    }
    const bot = house.darkroom({ POLL_INTERVAL_MS: '500' });
    await bot.ready();
    await bot.lap();

    const begun = performance.now();
    let [refused, refusedMs, shown, othersMs] = [0, 0, 0, 0];
    bot.onLine((line) => {
      if (line.msg !== 'job changed' || line.state !== 'failed') return;
      refused += 1;
      refusedMs = performance.now() - begun;
    });
    discord.onMessage(({ kind, message }) => {
      if (kind !== 'edited' || message.files.length === 0) return;
      shown += 1;
      othersMs = performance.now() - begun;
    });
    for (const use of crowd(discord, PHOTOS)) {
      const face = { name: 'me.jpg', bytes };
      await discord.command({ ...use, options: { ...use.options, face, face_consent: true } });
    }
    for (const use of crowd(discord, OTHERS)) await discord.command(use);
    await until(() => refused >= PHOTOS && shown >= OTHERS, withinMs);
    const lap = await bot.lap();
    return {
      refusedMs: refused >= PHOTOS ? refusedMs : null,
      othersMs: shown >= OTHERS ? othersMs : null,
      notRefused: PHOTOS - refused,
      withoutPicture: Math.max(0, OTHERS - shown),
      stall: stallOf(lap),
    };
  });
}

function picture(): Promise<Buffer> {
  return sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
}

export const photos: Scenario = {
  name: 'photos',
  withinMs: 5 * 60_000,
  async run(report, { quick }) {
    const measure = await measurePhotos(quick ? 20_000 : WITHIN_MS);
    report({ key: 'photos.refused', measured: measure.refusedMs });
    report({ key: 'photos.left', measured: measure.notRefused });
    report({ key: 'photos.others', measured: measure.othersMs });
    report({ key: 'photos.waiting', measured: measure.withoutPicture });
    report(stallFigure('photos.stall', measure.stall));
  },
};
