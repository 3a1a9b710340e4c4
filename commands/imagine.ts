import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommandBasicOption,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { ASPECT_RATIO_NAMES, ASPECT_RATIOS } from '../src/comfy/aspect-ratio.ts';
import {
  requestedSettingsSchema,
  SAMPLERS,
  SCHEDULERS,
  SETTINGS,
  withDrawnSeed,
  type Settings,
} from '../src/comfy/settings.ts';
import { settingsProblem } from '../src/comfy/settings-problem.ts';
import type { Command } from '../src/discord/entry/command.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';
import { LARGEST_ATTACHMENT_BYTES, type Attachment } from '../src/images/attachment.ts';
import { requestJob } from './request-job.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import { say } from '../src/say/say.ts';
import type { Services } from './services.ts';

const { options: described } = say();

const choices = (names: readonly string[]) => names.map((name) => ({ name, value: name }));
const range = ({ min, max }: { readonly min: number; readonly max: number }) => ({
  min_value: min,
  max_value: max,
});

/** What only a picture from a photo has. */
const faceOptions: APIApplicationCommandBasicOption[] = [
  {
    type: ApplicationCommandOptionType.Attachment,
    name: 'face',
    description: described.face,
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'face_weight',
    description: described.face_weight,
    ...range(SETTINGS.faceWeight),
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'faceid_weight',
    description: described.faceid_weight,
    ...range(SETTINGS.faceidWeight),
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'face_consent',
    description: say().consent.wording,
  },
];

const definition: RESTPostAPIChatInputApplicationCommandsJSONBody & {
  readonly options: APIApplicationCommandBasicOption[];
} = {
  type: ApplicationCommandType.ChatInput,
  name: 'imagine',
  description: say().commands.imagine,
  ...IN_SERVERS,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'prompt',
      description: described.prompt,
      required: true,
      min_length: SETTINGS.prompt.min,
      max_length: SETTINGS.prompt.max,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'negative_prompt',
      description: described.negative_prompt,
      max_length: SETTINGS.negativePrompt.max,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'aspect_ratio',
      description: described.aspect_ratio,
      choices: ASPECT_RATIO_NAMES.map((name) => {
        const { width, height } = ASPECT_RATIOS[name];
        return { name: `${name} (${width}×${height})`, value: name };
      }),
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'steps',
      description: described.steps,
      ...range(SETTINGS.steps),
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: 'cfg',
      description: described.cfg,
      ...range(SETTINGS.cfg),
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'sampler',
      description: described.sampler,
      choices: choices(SAMPLERS),
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'scheduler',
      description: described.scheduler,
      choices: choices(SCHEDULERS),
    },
    {
      type: ApplicationCommandOptionType.Number,
      name: 'denoise',
      description: described.denoise,
      ...range(SETTINGS.denoise),
    },
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'seed',
      description: described.seed,
      ...range(SETTINGS.seed),
    },
  ],
};

/** `/imagine`: a request becomes a job. Without `faces` it has no options for a photo. */
export const imagine = ({ faces }: { readonly faces: boolean }): Command<Services> => ({
  definition: {
    ...definition,
    options: faces ? [...definition.options, ...faceOptions] : definition.options,
  },
  async execute(interaction, services) {
    const { face, face_consent: consented, ...settings } = interaction.options;
    const photo = face === undefined ? undefined : photoFrom(face);
    return requestJob(
      interaction,
      {
        settings: settingsFrom(settings, services),
        ...(photo && { photo, consented: consented === true }),
      },
      services,
    );
  },
});

function settingsFrom(options: CommandInteraction['options'], { drawSeed }: Services): Settings {
  const requested = requestedSettingsSchema.safeParse(
    Object.fromEntries(Object.entries(options).map(([name, value]) => [camelCase(name), value])),
  );
  if (requested.success) return withDrawnSeed(requested.data, drawSeed);
  throw new BotError('bad_option', { facts: settingsProblem(requested.error) });
}

function photoFrom(value: CommandInteraction['options'][string]): Attachment {
  if (typeof value !== 'object' || !('url' in value)) {
    throw new BotError('bad_option', { facts: { option: 'face', problem: 'no_file' } });
  }
  if (value.size > LARGEST_ATTACHMENT_BYTES) throw new BotError('picture_too_large');
  return value;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
