import { describe, expect, it } from 'vitest';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { openStudio } from '../support/open-studio.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { answerShowing, imagine, jobOf, quietAnswer, settled, textOf } from './scene.ts';
import { progress } from '../../src/say/en/progress.ts';

const INK = 'ink-endpoint';

/** A bot with a workflow that is made at another endpoint. Each may have one job, which ends only when it may. */
async function open(): Promise<Studio> {
  const folder = tempFolder();
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, endpoint: INK } });
  const studio = await openStudio({
    runpod: { otherEndpointIds: [INK] },
    env: { WORKFLOWS_DIR: folder, MAX_JOBS_IN_FLIGHT: '1' },
  });
  studio.runpod.hold();
  return studio;
}

function ink({ discord }: Studio) {
  const { people, channels } = discord.world;
  const options = { prompt: 'a heron' };
  return discord.command({ by: people.ben, in: channels.general, name: 'ink', options });
}

/** Two that run, one at each endpoint, and one behind each of them. */
async function busy(studio: Studio) {
  const running = [await imagine(studio), await ink(studio)];
  await studio.runpod.waitFor(() => studio.runpod.submissions() === 2);
  const waiting = [await imagine(studio), await ink(studio)];
  for (const interaction of waiting) await answerShowing(studio, interaction, progress.place(1));
  return { running, waiting };
}

describe('a workflow with an endpoint of its own', () => {
  it('is made there, and has a line of its own', async () => {
    const studio = await open();
    const { waiting } = await busy(studio);
    const there = studio.runpod.jobs.find(({ endpointId }) => endpointId === INK);
    await studio.runpod.complete(there?.id ?? '');
    await studio.runpod.waitFor(() => studio.runpod.submissions() === 3);
    expect(studio.runpod.jobs.at(-1)?.endpointId).toBe(INK);
    const [behind] = waiting;
    if (behind) expect((await jobOf(studio, behind)).state).toBe('ready');
  });

  it('goes on in its own line after a restart, as do all others', async () => {
    const studio = await open();
    const { running, waiting } = await busy(studio);
    await studio.stopBot();
    await studio.startBot();
    studio.runpod.release();
    for (const interaction of [...running, ...waiting]) {
      expect((await settled(studio, interaction)).state).toBe('completed');
    }
    expect(studio.runpod.jobs.map(({ endpointId }) => endpointId).toSorted()).toEqual([
      INK,
      INK,
      studio.runpod.endpointId,
      studio.runpod.endpointId,
    ]);
  });

  it('is refused where RunPod does not let the key use that, and /imagine is not', async () => {
    const studio = await open();
    studio.runpod.http.fault({ path: /ink/, times: Infinity, answer: { status: 403 } });
    await studio.stopBot();
    await studio.startBot();
    await expect
      .poll(() => studio.logged.join(''))
      .toContain(`has no access to the endpoint ${INK} (SDXL in ink).`);
    expect(await quietAnswer(await ink(studio))).toContain('key');
    const other = await imagine(studio);
    await other.answered;
    expect((await jobOf(studio, other)).queue).toBe('');
  });

  it('is shown by /status with its endpoint', async () => {
    const studio = await open();
    const { people, channels } = studio.discord.world;
    const asked = await studio.discord.command({
      by: people.cleo,
      in: channels.general,
      name: 'status',
    });
    const text = textOf(await answerShowing(studio, asked, 'Status'));
    expect(text).toMatch(/^SDXL in ink\nWorkers: 3 idle/m);
  });
});
