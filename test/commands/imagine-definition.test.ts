import {
  ApplicationCommandOptionType,
  type APIApplicationCommandOption,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { imagine } from '../../commands/imagine.ts';
import { handlersFor } from '../../commands/index.ts';
import { definitionsOf } from '../../src/discord/intake/registration.ts';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import {
  checkCommandNames,
  checkCommandRules,
} from '../../packages/stand-ins/discord/command-rules.ts';
import { FormErrors } from '../../packages/stand-ins/discord/discord-error.ts';

const { String: text, Integer, Number: number, Boolean: yesOrNo } = ApplicationCommandOptionType;
const file = ApplicationCommandOptionType.Attachment;
const { options = [] } = imagine({ faces: true }).definition;

/** An option without the words around it. */
function limitsOf(option: APIApplicationCommandOption): object {
  return Object.fromEntries(
    Object.entries(option).filter(
      ([key]) => !/^(name|description|choices)(_localizations)?$/.test(key),
    ),
  );
}

function option(name: string): APIApplicationCommandOption {
  const found = options.find((each) => each.name === name);
  if (!found) throw new Error(`/imagine has no option ${name}`);
  return found;
}

function choicesOf(name: string): unknown {
  const found = option(name);
  return 'choices' in found ? found.choices : undefined;
}

describe('/imagine', () => {
  it('has these options, in this order', () => {
    expect(options.map(({ name }) => name)).toEqual([
      'prompt',
      'aspect_ratio',
      'count',
      'style',
      'negative_prompt',
      'face',
      'face_consent',
      'preset',
      'seed',
      'private',
      'spoiler',
      'steps',
      'cfg',
      'sampler',
      'scheduler',
      'face_weight',
      'faceid_weight',
      'denoise',
    ]);
  });

  it.each<[string, object]>([
    ['prompt', { type: text, required: true, min_length: 1, max_length: 1500 }],
    ['negative_prompt', { type: text, max_length: 1500 }],
    ['aspect_ratio', { type: text }],
    ['count', { type: Integer, min_value: 1, max_value: 4 }],
    ['style', { type: text }],
    ['steps', { type: Integer, min_value: 15, max_value: 50 }],
    ['cfg', { type: number, min_value: 1, max_value: 15 }],
    ['sampler', { type: text }],
    ['scheduler', { type: text }],
    ['denoise', { type: number, min_value: 0, max_value: 1 }],
    ['seed', { type: Integer, min_value: -1, max_value: 9_007_199_254_740_991 }],
    ['face', { type: file }],
    ['face_weight', { type: number, min_value: 0, max_value: 2 }],
    ['faceid_weight', { type: number, min_value: 0, max_value: 2 }],
    ['face_consent', { type: yesOrNo }],
    ['private', { type: yesOrNo }],
    ['spoiler', { type: yesOrNo }],
  ])('takes %s within its limits', (name, limits) => {
    expect(limitsOf(option(name))).toEqual(limits);
  });

  it('names the pixels of each aspect ratio', () => {
    expect(choicesOf('aspect_ratio')).toEqual([
      { name: '1:1 (1024×1024)', value: '1:1' },
      { name: '16:9 (1344×768)', value: '16:9' },
      { name: '9:16 (768×1344)', value: '9:16' },
      { name: '4:3 (1152×896)', value: '4:3' },
      { name: '3:4 (896×1152)', value: '3:4' },
      { name: '4:5 (896×1152)', value: '4:5' },
    ]);
  });

  it.each([
    ['sampler', ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_sde']],
    ['scheduler', ['normal', 'karras', 'sgm_uniform']],
  ])('lets a person choose the %s', (name, values) => {
    expect(choicesOf(name)).toEqual(values.map((value) => ({ name: value, value })));
  });

  it.each([
    ['denoise', /without a start picture, lower values only make the result worse/],
    ['faceid_weight', /Only affects FaceID Plus V2 models/],
    ['face', /JPEG, PNG or WebP of up to 10 MiB/],
    ['seed', /-1/],
  ])('says of %s what a person has to know', (name, words) => {
    expect(option(name).description).toMatch(words);
  });

  it('asks for consent in the words that are recorded', () => {
    expect(option('face_consent').description).toBe(CONSENT.face.wording);
  });
});

describe('every command', () => {
  const definitions: RESTPostAPIApplicationCommandsJSONBody[] = [
    ...handlersFor({ faces: true }).commands,
    ...handlersFor({ faces: true }).messageCommands,
  ].map(({ definition }) => definition);

  it('has its name to itself', () => {
    const names = definitions.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(definitions)("fits Discord's schema: $name", (definition) => {
    // Permissions go over the wire as text; Discord's schema knows them as a number only.
    const { default_member_permissions: permissions, ...rest } = definition;
    const sent: unknown = JSON.parse(
      JSON.stringify({
        ...rest,
        ...(permissions && { default_member_permissions: Number(permissions) }),
      }),
    );
    expect(ApplicationCommandUpdateRequestSchema.safeParse(sent).error).toBeUndefined();
  });

  it("keeps the rules that Discord's schemas miss: names, order, size", () => {
    const errors = new FormErrors();
    for (const [index, definition] of definitions.entries()) {
      checkCommandRules(definition, [index], errors);
    }
    checkCommandNames(definitions, errors);
    expect(() => {
      errors.throwIfAny();
    }).not.toThrow();
  });

  it.each(definitionsOf(handlersFor({ faces: true })))(
    'is used in servers only, unless the operator says otherwise: $name',
    (definition) => {
      expect(definition).toMatchObject({ integration_types: [0], contexts: [0] });
    },
  );

  it('stands in a list that cannot be changed', () => {
    const all = handlersFor({ faces: true });
    const { commands, messageCommands, buttons, modals } = all;
    const parts = [all, commands, messageCommands, buttons, modals];
    expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
  });
});
