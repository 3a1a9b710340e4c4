import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import { base64 } from '../comfy/pictures.ts';
import { picture } from '../sandbox/discord/picture.ts';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { Finished } from './press-all.ts';
import { openStudio } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

const NEXT = [{ label: 'Upscale in ink', workflow: 'upscale', image: 'image' }];

/** How pictures are asked for, and how many come of it. */
type MadeBy = Pick<CommandUse, 'name' | 'options'> & { readonly count: number };

export const ONE_PICTURE: MadeBy = { name: 'imagine', options: { prompt: 'a fox' }, count: 1 };

export const TWO_IN_INK: MadeBy = {
  name: 'ink',
  options: { prompt: 'two foxes', count: 2 },
  count: 2,
};

/** More than are made while every button is pressed. */
const MOST_JOBS = 20;

/** A studio in which two pictures in ink have a step of their own. */
export async function inkStudio(): Promise<Studio> {
  const folder = tempFolder();
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, next: NEXT } });
  return openStudio({ env: { WORKFLOWS_DIR: folder } });
}

/** Three jobs of Ada's, with the pictures that they made. These are small, as are those of all that is made from them. */
export async function finishThree(studio: Studio, { count, ...use }: MadeBy): Promise<Finished> {
  // Of different widths, so that they can be told apart.
  const images = await Promise.all(
    Array.from({ length: count }, async (_, place) => ({
      data: base64(await picture(40 + place, 40)),
    })),
  );
  for (let job = 0; job < MOST_JOBS; job += 1) studio.runpod.script({ output: { images } });
  const { discord } = studio;
  const { people, channels } = discord.world;
  const one = async () => {
    const asked = await discord.command({ by: people.ada, in: channels.general, ...use });
    return completedMessage(studio, asked);
  };
  const [first, toReport, toDelete] = await Promise.all([one(), one(), one()]);
  return { picture: first, toReport, toDelete };
}
