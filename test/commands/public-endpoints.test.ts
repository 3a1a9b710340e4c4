import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openStudio } from '../support/open-studio.ts';
import type { Studio } from '../support/studio.ts';
import { portrait } from './portrait.ts';
import { answerShowing, imagine, jobOf, quietAnswer, settled, textOf } from './scene.ts';

const SCHNELL = 'black-forest-labs-flux-1-schnell';
const FLUX_SCHNELL = fileURLToPath(new URL('../../public-endpoints/flux-schnell', import.meta.url));
const PUBLIC = { WORKER: 'runpod-public', RUNPOD_ENDPOINT_ID: SCHNELL };
const CONTRACT = { WORKER: 'contract', RUNPOD_ENDPOINT_ID: 'sandbox-endpoint' };

/** Both kinds of endpoint are there; of whose health RunPod forbids to ask, whatever the key. */
async function open(env: Readonly<Record<string, string>>): Promise<Studio> {
  const studio = await openStudio({ runpod: { otherEndpointIds: [SCHNELL] }, env });
  await restart(studio, {});
  return studio;
}

/** Starts it again, with variables that are other than before. The pictures lie where the sandbox is. */
async function restart(studio: Studio, env: Readonly<Record<string, string>>): Promise<void> {
  await studio.stopBot();
  await studio.startBot({ RESULT_HOSTS: studio.runpod.http.url, ...env });
}

const GONE = 'The command behind this request no longer exists.';

const requests = ({ runpod }: Studio, path: RegExp) =>
  runpod.http.requests.filter((request) => path.test(request.path)).length;

describe("a bot of RunPod's public endpoints", () => {
  it('makes pictures, tells how it stands, and never asks for their health', async () => {
    const studio = await open(PUBLIC);
    const { people, channels } = studio.discord.world;
    expect((await settled(studio, await imagine(studio))).state).toBe('completed');
    const asked = await studio.discord.command({
      by: people.cleo,
      in: channels.general,
      name: 'status',
    });
    expect(textOf(await answerShowing(studio, asked, 'Status'))).toContain('public RunPod model');
    await restart(studio, {});
    expect(requests(studio, /health|cancel/)).toBe(0);
  });

  it('says of what ComfyUI made for another worker that this is no longer here', async () => {
    const studio = await open(CONTRACT);
    studio.runpod.script({ error: 'ComfyUI process died unexpectedly' });
    const words = await imagine(studio);
    const message = await answerShowing(studio, words, 'crashed on this one');
    studio.runpod.script({ error: 'ComfyUI process died unexpectedly' });
    const face = { name: 'me.png', bytes: await portrait() };
    const photo = await imagine(studio, { face, face_consent: true });
    const other = await answerShowing(studio, photo, 'crashed on this one');
    const asking = await imagine(studio, { face });
    const { message: question } = await asking.answered;
    if (!question) throw new Error('nothing was asked');
    await restart(studio, PUBLIC);
    const { ada } = studio.discord.world.people;
    for (const failed of [message, other]) {
      const label = 'Try again';
      const customId = `v1:retry:${(await jobOf(studio, failed === message ? words : photo)).id}`;
      const click = await studio.discord.click({
        by: ada,
        message: failed,
        label,
        customId,
        raw: true,
      });
      expect(await quietAnswer(click)).toContain(GONE);
    }
    const label = 'I am this person, or have their permission';
    const click = await studio.discord.click({ by: ada, message: question, label });
    expect(await quietAnswer(click)).toContain(GONE);
  });

  it('ends what waits for another worker with a sentence, unsent', async () => {
    const studio = await open({ ...CONTRACT, MAX_JOBS_IN_FLIGHT: '1' });
    studio.runpod.hold();
    const running = await imagine(studio);
    await studio.runpod.waitFor((job) => job.status === 'IN_PROGRESS');
    const waiting = await imagine(studio);
    await waiting.answered;
    await restart(studio, PUBLIC);
    expect(textOf(await answerShowing(studio, waiting, GONE))).toContain(GONE);
    studio.runpod.release();
    expect((await settled(studio, running)).state).toBe('completed');
    expect(studio.runpod.submissions()).toBe(1);
  });
});

describe("one of RunPod's public endpoints beside an endpoint of one's own", () => {
  const ask = ({ discord }: Studio) => {
    const { people, channels } = discord.world;
    const options = { prompt: 'a heron' };
    return discord.command({ by: people.ben, in: channels.general, name: 'quick', options });
  };

  async function openBeside(env: Readonly<Record<string, string>> = {}): Promise<Studio> {
    const studio = await openStudio({ runpod: { otherEndpointIds: [SCHNELL] }, env });
    cpSync(FLUX_SCHNELL, join(studio.workflowsFolder, 'quick'), { recursive: true });
    await restart(studio, {});
    return studio;
  }

  it('makes its pictures, and what it forbids holds up nobody', async () => {
    const studio = await openBeside();
    studio.runpod.http.fault({ path: /flux.*run/, answer: { status: 403 } });
    const refused = await ask(studio);
    expect(await settled(studio, refused)).toMatchObject({ errorCode: 'request_refused' });
    expect((await settled(studio, await imagine(studio))).state).toBe('completed');
    expect((await settled(studio, await ask(studio))).state).toBe('completed');
    expect(requests(studio, /flux.*(health|cancel)/)).toBe(0);
  });

  it('spends no more than may be spent in a day, and what is told counts', async () => {
    const studio = await openBeside({ MAX_SPEND_PER_DAY_USD: '0.0051' });
    const [first, second, third] = [await ask(studio), await ask(studio), await ask(studio)];
    expect(await quietAnswer(third)).toContain('daily budget');
    for (const one of [first, second]) {
      expect(await settled(studio, one)).toMatchObject({ state: 'completed', priceMicros: 2517 });
    }
    await restart(studio, {});
    expect(await quietAnswer(await ask(studio))).toContain('daily budget');
    expect((await settled(studio, await imagine(studio))).state).toBe('completed');
    expect(studio.runpod.submissions()).toBe(3);
  });
});
