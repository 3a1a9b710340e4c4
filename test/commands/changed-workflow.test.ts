import { describe, expect, it } from 'vitest';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { answerShowing, openStudio, quietAnswer, settled } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

const LESS = ['count', 'lora', 'negative_prompt', 'seed'];
const CHANGED = 'has changed';

/** One of each, as somebody may have chosen it. */
const CHOSEN = [
  { count: 4 },
  { style: 'chalk.safetensors' },
  { negative_prompt: 'mud' },
  { seed: 7 },
];

/** Without what people chose most seldom. */
const SMALLER = {
  ...INK_MANIFEST,
  nodes: INK_MANIFEST.nodes.filter(({ type }) => !LESS.includes(type)),
};

async function open() {
  const folder = tempFolder();
  writeWorkflow(folder, 'ink');
  const studio = await openStudio({
    env: { WORKFLOWS_DIR: folder, MAX_JOBS_IN_FLIGHT: '1' },
  });
  const shrink = async () => {
    await studio.stopBot();
    writeWorkflow(folder, 'ink', { manifest: SMALLER });
    await studio.startBot();
  };
  return { studio, shrink };
}

function ink({ discord }: Studio, options: OptionValues = {}) {
  const { people, channels } = discord.world;
  return discord.command({
    by: people.ben,
    in: channels.general,
    name: 'ink',
    options: { prompt: 'a heron', ...options },
  });
}

describe('jobs of a workflow that lost options while they waited', () => {
  it('end where one of those was chosen, and are made where none was', async () => {
    const { studio, shrink } = await open();
    studio.runpod.hold();
    await ink(studio);
    await studio.runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    const waiting = [];
    for (const options of [...CHOSEN, { steps: 12 }]) {
      const asked = await ink(studio, options);
      await asked.answered;
      waiting.push(asked);
    }
    await shrink();
    studio.runpod.release();
    const ends = await Promise.all(waiting.map((asked) => settled(studio, asked)));
    expect(ends.map(({ state, errorCode }) => errorCode ?? state)).toEqual([
      ...CHOSEN.map(() => 'workflow_changed'),
      'completed',
    ]);
    expect(studio.runpod.submissions()).toBe(2);
  });
});

describe('Try again, of a workflow that lost options since', () => {
  async function triedAgain(options: OptionValues) {
    const { studio, shrink } = await open();
    studio.runpod.script({ error: 'CUDA out of memory' });
    const message = await answerShowing(studio, await ink(studio, options), 'out of memory');
    await shrink();
    const { ben } = studio.discord.world.people;
    return { studio, again: await studio.discord.click({ by: ben, message, label: 'Try again' }) };
  }

  it('is refused where one of them was chosen', async () => {
    const { again } = await triedAgain({ count: 4 });
    expect(await quietAnswer(again)).toContain(CHANGED);
  });

  it('makes it where nobody had chosen any of them', async () => {
    const { studio, again } = await triedAgain({});
    await completedMessage(studio, again);
    expect(studio.runpod.submissions()).toBe(2);
  });
});
