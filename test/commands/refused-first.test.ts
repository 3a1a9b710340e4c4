import { describe, expect, it } from 'vitest';
import { en } from '../../src/say/en/en.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, imagine, openStudio, quietAnswer, settled } from './scene.ts';

const output = { images: [{ data: base64(PNG) }] };
/** Has no place in #general. */
const nude = { prompt: 'a nude woman in oil' };

/** Ada asks for what screening refuses. */
function ask(studio: Studio): Promise<SandboxInteraction> {
  return imagine(studio, nude, { in: studio.discord.world.channels.general });
}

/** The same by Try again, of a job that screening let through when its channel was another kind. */
async function failedBefore(studio: Studio): Promise<() => Promise<SandboxInteraction>> {
  const { people, channels } = studio.discord.world;
  studio.runpod.script({ error: 'CUDA out of memory' });
  const message = await answerShowing(studio, await imagine(studio, nude), 'ran out of memory');
  Object.assign(channels.restricted, { nsfw: false });
  return () => studio.discord.click({ by: people.ada, message, label: 'Try again' });
}

async function block({ discord }: Studio): Promise<void> {
  const { people, channels } = discord.world;
  const interaction = await discord.command({
    by: people.ben,
    in: channels.general,
    name: 'moderation',
    subcommand: 'block',
    options: { person: people.ada },
    raw: true,
  });
  await quietAnswer(interaction);
}

/** Ada has a picture in progress. */
const TOO_MANY = en.errors.too_many_waiting.what({ count: 1 });

/** One is in progress, and one waits. */
async function beBusy(studio: Studio): Promise<void> {
  studio.runpod.hold();
  for (let count = 0; count < 2; count += 1) await (await imagine(studio)).answered;
}

async function spendGpuTime(studio: Studio): Promise<void> {
  studio.runpod.script({ output, executionMs: 1_100 });
  await settled(studio, await imagine(studio));
}

const prepared = (studio: Studio) => Promise.resolve(() => ask(studio));

describe('what screening would refuse is not read to it', () => {
  it.each([
    ['of somebody who is blocked', prepared, block, en.errors.blocked.what],
    ['by Try again of somebody who is blocked', failedBefore, block, en.errors.blocked.what],
    ['over a limit', prepared, beBusy, TOO_MANY],
    ['by Try again over a limit', failedBefore, beBusy, TOO_MANY],
    ['while no GPU time is left', prepared, spendGpuTime, en.errors.gpu_time_spent.what],
    ['by Try again while none is left', failedBefore, spendGpuTime, en.errors.gpu_time_spent.what],
  ])('%s', async (_, prepare, then, sentence) => {
    const env = {
      MAX_JOBS_PER_PERSON: '1',
      MAX_WAITING_PER_PERSON: '1',
      MAX_GPU_SECONDS_PER_DAY: '1',
    };
    const studio = await openStudio({ env });
    const act = await prepare(studio);
    await then(studio);
    const answer = await quietAnswer(await act());
    expect(answer).toContain(sentence);
    expect(answer).not.toContain('Explicit pictures');
  });
});

it('somebody who is blocked is told that, whatever else is in the way', async () => {
  const studio = await openStudio({ env: { MAX_GPU_SECONDS_PER_DAY: '1' } });
  await spendGpuTime(studio);
  await block(studio);
  expect(await quietAnswer(await ask(studio))).toContain(en.errors.blocked.what);
});
