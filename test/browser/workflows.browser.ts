import { readdirSync } from 'node:fs';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommandOption,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, type Playground } from '../../packages/stand-ins/playground/playground.ts';
import {
  CONSENT_OPTION,
  PRESET_OPTION,
  SPOILER_OPTION,
} from '../../src/recipes/command-definition.ts';
import { consent } from '../../src/say/en/privacy.ts';
import { result } from '../../src/say/en/result.ts';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { Person } from './person.ts';
import { photo } from './photo.ts';
import { visit } from './visitor.ts';

const PROMPT = 'a heron in the reeds';

const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('a workflow to copy', () => {
  it.each(examples)('%s is a command that ends in a picture after a kill', async (name) => {
    const { person, playground, page } = await visit();
    const options = optionsOf(playground, name);
    playground.runpod.hold();
    await person.openCommand(name);
    for (const option of options) await fill(person, option);
    await person.send();
    const asks = options.some((option) => option.name === CONSENT_OPTION);
    if (asks) await page.getByRole('button', { name: consent.pictures.wording }).click();

    const cancel = page.getByRole('button', { name: 'Cancel' });
    const job = person.messages.filter({ has: cancel });
    await job.getByText(/\d+%/).waitFor();
    await person.panel.getByRole('button', { name: 'Kill' }).click();
    await page.getByText('The bot is not running.').waitFor();
    await person.panel.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('The bot is connected.').waitFor();
    playground.runpod.release();

    const worded = options.some((option) => option.name === 'prompt');
    const picture = person.picture(worded ? PROMPT : result.picture);
    await picture.waitFor();
    await person.messages.getByText(result.took('')).waitFor();
    expect(await cancel.count()).toBe(0);
    expect(playground.runpod.submissions()).toBe(1);
  });
});

describe('a workflow of adult-rated models', () => {
  it('is offered in age-restricted channels only, and makes its picture there', async () => {
    const workflows = tempFolder();
    writeWorkflow(workflows, 'ink', { manifest: { ...INK_MANIFEST, rating: 'adult' } });
    const { person, page } = await visit({ workflows });
    await person.messageBox.fill('/ink');
    await page.getByText('No command is called that.').waitFor();
    await person.goTo('restricted');
    await person.openCommand('ink');
    await person.write('prompt', PROMPT);
    await person.pick('style', 'Chalk');
    await person.send();
    await person.picture(PROMPT).waitFor();
  });
});

describe('workflows with endpoints of their own', () => {
  it.each([1400, 390])('make pictures by each kind of worker, at %i pixels', async (width) => {
    const workflows = tempFolder();
    const at = (worker: string, more: object = {}) => ({
      manifest: { ...INK_MANIFEST, worker, ...more },
    });
    writeWorkflow(workflows, 'ink', at('worker-comfyui'));
    writeWorkflow(workflows, 'elsewhere', at('contract', { endpoint: 'ink-endpoint' }));
    const { person, page } = await visit({ workflows, width });
    for (const command of ['ink', 'elsewhere']) {
      await person.openCommand(command);
      await person.write('prompt', `${PROMPT} by ${command}`);
      await person.send();
      await person.picture(`${PROMPT} by ${command}`).waitFor();
    }
    const widest = 'document.documentElement.scrollWidth';
    expect(await page.evaluate(widest)).toBeLessThanOrEqual(width);
  });
});

function optionsOf({ discord }: Playground, name: string): readonly APIApplicationCommandOption[] {
  const all = [...discord.commands(discord.world.guild.id), ...discord.commands('global')];
  const command = all.find((one) => one.name === name);
  if (command?.type !== ApplicationCommandType.ChatInput) throw new Error(`there is no /${name}`);
  return command.options ?? [];
}

/** What every command has besides the options of its workflow. */
const OF_ALL = [CONSENT_OPTION, PRESET_OPTION, SPOILER_OPTION, 'private'];

/** Gives each option something that it takes. Consent is left to the button that asks for it. */
async function fill(person: Person, option: APIApplicationCommandOption): Promise<void> {
  const { name, type } = option;
  if (OF_ALL.includes(name)) return;
  const [choice] = ('choices' in option ? option.choices : undefined) ?? [];
  if (choice) {
    await person.pick(name, choice.name);
    return;
  }
  switch (type) {
    case ApplicationCommandOptionType.String:
      await person.write(name, name === 'prompt' ? PROMPT : 'a fence');
      return;
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      await person.write(name, String(option.min_value ?? 1));
      return;
    case ApplicationCommandOptionType.Boolean:
      await person.pick(name, 'True');
      return;
    case ApplicationCommandOptionType.Attachment:
      await person.chooseFile(name, await photo());
      await person.fileButton(name, 'me.png').waitFor();
      return;
    case ApplicationCommandOptionType.Subcommand:
    case ApplicationCommandOptionType.SubcommandGroup:
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Channel:
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
      throw new Error(`/${name}: workflows have no options of type ${type}`);
  }
}
