import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import type { Outcome } from '../../packages/stand-ins/runpod/job.ts';
import { smallPng } from '../support/imagine.ts';
import type { KillPoint } from './kill-point.ts';
import type { CrashStage } from './stage.ts';

type Env = Readonly<Record<string, string>>;

/** What people and services do, so that the bot comes to the point where it ends itself. */
export interface Scenario {
  /** Leaves a process at work that will come to the point, or has. */
  readonly play: (stage: CrashStage, point: KillPoint) => Promise<void>;
  readonly env?: Env | (() => Promise<Env>);
  /** What becomes of the first jobs at RunPod. */
  readonly outcomes?: readonly Outcome[];
  /** What has to be so after the kill and before the next start. @throws Error where it is not. */
  readonly afterKill?: (stage: CrashStage) => Promise<void>;
  /** What people do once more when it has come back, since they got no answer. */
  readonly again?: (stage: CrashStage) => Promise<void>;
  /** What has to be so when everything has settled. @throws Error where it is not. */
  readonly inTheEnd?: (stage: CrashStage) => Promise<void>;
  /** How long the bot is away after the kill. By default some seconds. */
  readonly downtimeMs?: number;
  /** Whether it takes away every way to tell the person. */
  readonly mayBeUndeliverable?: boolean;
  /** Whether it has pictures be kept no longer, whose messages stay as they are. */
  readonly forgetsPictures?: boolean;
}

const NOISE = { width: 380, height: 380, channels: 3 } as const;
const noise = await sharp(randomBytes(NOISE.width * NOISE.height * NOISE.channels), { raw: NOISE })
  .png()
  .toBuffer();

/** So large that each comes and goes in several pieces. */
const pictures = (count: number): Outcome => ({
  output: { images: Array.from({ length: count }, () => ({ data: noise.toString('base64') })) },
});
export const PICTURE = pictures(1);
export const FOUR_PICTURES = pictures(4);

const MINUTE_MS = 60_000;
/** Longer than a question stays open, and than a job may take at RunPod. */
export const TOO_LONG_MS = 11 * MINUTE_MS;
/** Longer than a token lives, and shorter than RunPod keeps a result. */
export const TOKEN_DEAD_MS = 20 * MINUTE_MS;
/** Longer than RunPod keeps a result. */
export const FORGOTTEN_MS = 31 * MINUTE_MS;

/** The moment at which a transition is committed, or about to be. */
export function transition(
  when: 'pending' | 'committed',
  from: string | null,
  to: string,
): KillPoint {
  return { channel: `darkroom:transition:${when}`, facts: { from, to } };
}

export function noted(what: string): KillPoint {
  return { channel: 'darkroom:job:noted', facts: { what } };
}

/** The first process comes to the point while this happens. */
export function meanwhile(act: (stage: CrashStage) => Promise<unknown>): Scenario['play'] {
  return async (stage, point) => {
    stage.start(point);
    await act(stage);
  };
}

/** The same, with RunPod at work on every job until the bot has come back. */
export function whileRunPodWorks(act: (stage: CrashStage) => Promise<unknown>): Scenario['play'] {
  return meanwhile(async (stage) => {
    stage.runpod.hold();
    await act(stage);
  });
}

/** RunPod works on a job until the bot has seen it running, and then comes to its end. */
export async function askUntilRunning(stage: CrashStage): Promise<void> {
  stage.runpod.hold();
  await ask(stage);
  await stage.seen('running');
  stage.runpod.release();
}

/**
 * A first process dies when it sees the job running; RunPod is done with it before the next one
 * starts, that much later.
 */
export function doneInDowntime(
  downtimeMs: number,
  act: (stage: CrashStage) => Promise<unknown> = ask,
): Scenario['play'] {
  return async (stage, point) => {
    stage.runpod.hold();
    stage.start(transition('committed', 'queued', 'running'));
    await act(stage);
    await stage.killed();
    stage.runpod.release();
    await stage.runpod.waitFor(({ status }) => status === 'COMPLETED');
    stage.pass(downtimeMs);
    stage.start(point);
  };
}

/** A first process dies elsewhere; the next one comes to the point when it takes up what is left. */
export function atResume(
  first: KillPoint,
  downtimeMs: number,
  act: (stage: CrashStage) => Promise<unknown>,
): Scenario['play'] {
  return async (stage, point) => {
    stage.start(first);
    await act(stage);
    await stage.killed();
    stage.pass(downtimeMs);
    stage.start(point);
  };
}

export const ask = (stage: CrashStage, options: OptionValues = {}) => stage.ask(options);

/** For their eyes alone. */
export const askPrivately = (stage: CrashStage) => stage.ask({ private: true });

/** In a thread, whose parent the bot has to look up. */
export const askInThread = (stage: CrashStage) =>
  stage.ask({}, { channel: stage.discord.world.channels.plainThread });

/** With a photo, and consent in the command. */
export async function askWithPhoto(stage: CrashStage, options: OptionValues = {}) {
  return stage.ask({
    face: { name: 'photo.png', bytes: await smallPng() },
    face_consent: true,
    ...options,
  });
}

/** For four pictures of one photo. */
export async function askForFour(stage: CrashStage) {
  const image = { name: 'photo.png', bytes: await smallPng() };
  return stage.ask({ image, consent: true, count: 4 }, { name: 'image' });
}

/** For what is made of two photos by a workflow from a folder. */
export async function askWithTwo(stage: CrashStage) {
  const bytes = [await smallPng(), noise];
  const [image, second_image] = bytes.map((one, at) => ({ name: `photo-${at}.png`, bytes: one }));
  if (!image || !second_image) throw new TypeError('there are two');
  return stage.ask({ image, second_image, consent: true }, { name: 'qwen-image-edit' });
}

/** With a photo, so that the bot asks for consent first. */
export function askForQuestion(stage: CrashStage) {
  return askWithPhoto(stage, { face_consent: false });
}

export async function consentByButton(stage: CrashStage): Promise<void> {
  await stage.press(await askForQuestion(stage), CONSENT.face.wording);
}

/** Asks, waits for a moment, and presses Cancel. */
export function cancelOnce(
  reached: (stage: CrashStage) => Promise<void>,
  request: typeof ask = ask,
) {
  return async (stage: CrashStage) => {
    const interaction = await request(stage);
    await reached(stage);
    await stage.press(interaction, 'Cancel');
  };
}

/** Once a request of that kind has reached RunPod or the CDN. */
export function asksFor(server: (stage: CrashStage) => CrashStage['discord']['cdn'], path: RegExp) {
  return (stage: CrashStage) =>
    stage.until(`ask for ${path}`, () =>
      server(stage).requests.some((request) => path.test(request.path)),
    );
}
