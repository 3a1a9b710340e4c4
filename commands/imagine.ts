import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommandBasicOption,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { face, FACE_OPTIONS, type FaceParams } from '../src/comfy/recipes/face.ts';
import { text, TEXT_OPTIONS } from '../src/comfy/recipes/text.ts';
import { withDrawnSeed } from '../src/comfy/seed.ts';
import { settingsProblem } from '../src/comfy/settings-problem.ts';
import { requestOf } from '../src/comfy/wanted.ts';
import type { Command } from '../src/discord/entry/command.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import { namedInside, optionDefinitions } from '../src/discord/interactions/recipe-options.ts';
import { BotError } from '../src/errors/errors.ts';
import { attachedPicture } from './attached-picture.ts';
import { requestJob } from './request-job.ts';
import { say } from '../src/say/say.ts';
import type { Services } from './services.ts';

/** Options that only a picture from a photo has. */
const faceOptions: readonly APIApplicationCommandBasicOption[] = [
  ...optionDefinitions(
    Object.fromEntries(
      Object.entries({ ...FACE_OPTIONS, face: { ...FACE_OPTIONS.face, required: false } }).filter(
        ([name]) => !(name in TEXT_OPTIONS),
      ),
    ),
  ),
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'face_consent',
    description: say().consent.face.wording,
  },
];

const definition: RESTPostAPIChatInputApplicationCommandsJSONBody & {
  readonly options: APIApplicationCommandBasicOption[];
} = {
  type: ApplicationCommandType.ChatInput,
  name: 'imagine',
  description: say().commands.imagine,
  ...IN_SERVERS,
  options: optionDefinitions(TEXT_OPTIONS),
};

/** `/imagine`: a request becomes a job. Without `faces` it has no options for a photo. */
export const imagine = ({ faces }: { readonly faces: boolean }): Command<Services> => ({
  definition: {
    ...definition,
    options: faces ? [...definition.options, ...faceOptions] : definition.options,
  },
  async execute(interaction, services) {
    const { face: file, face_consent: consented, ...options } = interaction.options;
    const photo = file === undefined ? undefined : attachedPicture('face', file);
    // Options that only matter with a photo are checked without one as well.
    const params = paramsFrom(options, services);
    return requestJob(
      interaction,
      photo
        ? {
            request: requestOf(face, params),
            pictures: [{ option: 'face', attachment: photo }],
            consented: consented === true,
          }
        : { request: requestOf(text, text.known.parse(params)) },
      services,
    );
  },
});

function paramsFrom(options: CommandInteraction['options'], { drawSeed }: Services): FaceParams {
  const asked = face.request.safeParse(namedInside(options));
  if (asked.success) return withDrawnSeed(asked.data, drawSeed, face);
  throw new BotError('bad_option', { facts: settingsProblem(FACE_OPTIONS, asked.error) });
}
