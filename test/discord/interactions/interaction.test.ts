import { ApplicationCommandOptionType, ChannelType, InteractionType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInteraction } from '../../../src/discord/interactions/interaction.ts';
import { ada, base, click, command, menuCommand, without } from './interaction-payloads.ts';

const { String: text, Integer, Number: number, Boolean: yesOrNo } = ApplicationCommandOptionType;
const file = ApplicationCommandOptionType.Attachment;
const { User, Channel, Subcommand, SubcommandGroup } = ApplicationCommandOptionType;

/** The options of a command as they are read. */
function optionsOf(options: unknown, resolved?: unknown): unknown {
  const interaction = parseInteraction(command(options, resolved));
  return interaction.kind === 'command' ? interaction.options : interaction.kind;
}

describe('what every interaction carries', () => {
  it('is read: who, where, and how it is answered', () => {
    expect(parseInteraction(command([]))).toEqual({
      kind: 'command',
      command: 'imagine',
      id: '1300000000000000001',
      token: 'a-token',
      guildId: '300000000000000001',
      place: 'server',
      byUserInstall: false,
      channel: {
        id: '350000000000000001',
        type: ChannelType.GuildText,
        nsfw: true,
        parentId: '350000000000000009',
      },
      user: { id: '400000000000000001', name: 'Ada' },
      permissions: 8192n,
      roles: [],
      appPermissions: 562949953421311n,
      locale: 'en-GB',
      guildLocale: undefined,
      entitlements: [],
      name: 'imagine',
      subcommand: undefined,
      options: {},
    });
  });

  it('is read with the languages of a person and of their server, where they are some', () => {
    const languages = (parts: object) => {
      const { locale, guildLocale } = parseInteraction({ ...command([]), ...parts });
      return [locale, guildLocale];
    };
    expect(languages({ locale: 'pt-BR', guild_locale: 'de' })).toEqual(['pt-BR', 'de']);
    expect(languages({ locale: undefined, guild_locale: null })).toEqual([undefined, undefined]);
    expect(languages({ locale: 7, guild_locale: 'a b' })).toEqual([undefined, undefined]);
    expect(languages({ locale: 'x'.repeat(99) })).toEqual([undefined, undefined]);
  });

  it('is read with the largest file that is taken there, where that is a number of bytes', () => {
    const limit = (attachment_size_limit: unknown) =>
      parseInteraction({ ...command([]), attachment_size_limit }).attachmentSizeLimit;
    expect(limit(52_428_800)).toBe(52_428_800);
    for (const said of [undefined, null, '10485760', 0, -1, 1.5]) {
      expect(limit(said)).toBeUndefined();
    }
  });

  it('says nothing of a restriction that Discord does not mention', () => {
    const { channel } = parseInteraction(without(command([]), 'channel.nsfw'));
    expect(channel.nsfw).toBeUndefined();
  });

  it('needs a description of the channel as little as Discord promises one', () => {
    expect(parseInteraction(without(command([]), 'channel')).channel).toEqual({
      id: base.channel_id,
      type: -1,
      nsfw: undefined,
      parentId: undefined,
    });
  });

  it.each([undefined, null])('reads %s for what may be left out', (nothing) => {
    const payload = {
      ...command([]),
      guild_id: nothing,
      channel: { id: '5', type: 77, nsfw: nothing, parent_id: nothing },
      member: { user: nothing, permissions: nothing },
      user: ada,
    };
    expect(parseInteraction(payload)).toMatchObject({
      guildId: undefined,
      channel: { id: '5', type: 77, nsfw: undefined, parentId: undefined },
      permissions: 0n,
      user: { id: ada.id },
    });
  });

  it('names a person by their username where they have no other name', () => {
    const member = { ...base.member, user: { ...ada, global_name: null } };
    expect(parseInteraction({ ...command([]), member }).user.name).toBe('ada');
  });

  it('gives no permissions to a person outside a server', () => {
    const direct = without(without(command([]), 'member'), 'guild_id');
    expect(parseInteraction({ ...direct, user: ada })).toMatchObject({
      guildId: undefined,
      permissions: 0n,
      user: { name: 'Ada' },
    });
  });

  it('keeps permissions and ids that no double holds exactly', () => {
    const id = '18446744073709551615';
    const payload = { ...command([]), id, app_permissions: '9007199254740993' };
    expect(parseInteraction(payload)).toMatchObject({ id, appPermissions: 9007199254740993n });
  });
});

describe('the options of a command', () => {
  it('are read by name', () => {
    expect(
      optionsOf([
        { name: 'prompt', type: text, value: 'a lighthouse' },
        { name: 'steps', type: Integer, value: 20 },
        { name: 'cfg', type: number, value: 7.5 },
        { name: 'face_consent', type: yesOrNo, value: false },
      ]),
    ).toEqual({ prompt: 'a lighthouse', steps: 20, cfg: 7.5, face_consent: false });
  });

  it('are none where Discord sends none', () => {
    expect(optionsOf(undefined)).toEqual({});
  });

  const photo = {
    id: '700000000000000001',
    url: 'https://cdn.discordapp.com/ephemeral-attachments/1/2/me.jpg?ex=1',
    size: 4_096,
  };
  const resolved = {
    attachments: { [photo.id]: { ...photo, filename: 'me.jpg', content_type: 'image/jpeg' } },
  };

  it('hold a file with its address and size', () => {
    expect(optionsOf([{ name: 'face', type: file, value: photo.id }], resolved)).toEqual({
      face: photo,
    });
  });

  it('hold words as words, even where they are the id of a file', () => {
    expect(
      optionsOf(
        [
          { name: 'prompt', type: text, value: photo.id },
          { name: 'face', type: file, value: photo.id },
        ],
        resolved,
      ),
    ).toEqual({ prompt: photo.id, face: photo });
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'hold the word %s as any other',
    (value) => {
      expect(optionsOf([{ name: 'prompt', type: text, value }])).toEqual({ prompt: value });
      expect(optionsOf([{ name: 'prompt', type: text, value }], resolved)).toEqual({
        prompt: value,
      });
    },
  );

  it.each(['constructor', '__proto__'])('hold no file by the name %s', (value) => {
    const face = optionsOf([{ name: 'face', type: file, value }], resolved);
    expect(face).toEqual({ face: value });
  });

  it('hold any words unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(optionsOf([{ name: 'prompt', type: text, value }])).toEqual({ prompt: value });
      }),
    );
  });
});

describe('a command with subcommands', () => {
  const person = { name: 'person', type: User, value: ada.id };
  const channel = { name: 'channel', type: Channel, value: base.channel.id };

  it('is read as the subcommand that was used, with people and channels by their ids', () => {
    const options = [{ name: 'block', type: Subcommand, options: [person, channel] }];
    expect(parseInteraction(command(options))).toMatchObject({
      kind: 'command',
      name: 'imagine',
      subcommand: 'block',
      options: { person: ada.id, channel: base.channel.id },
    });
  });

  it.each([[[]], [undefined]])('is read where the subcommand has no options: %j', (options) => {
    expect(
      parseInteraction(command([{ name: 'blocks', type: Subcommand, options }])),
    ).toMatchObject({ subcommand: 'blocks', options: {} });
  });

  it('is read by group and subcommand where it stands in a group', () => {
    const used = { name: 'add', type: Subcommand, options: [person] };
    const options = [{ name: 'block', type: SubcommandGroup, options: [used] }];
    expect(parseInteraction(command(options))).toMatchObject({
      subcommand: 'block add',
      options: { person: ada.id },
    });
  });

  it('finds the option that is being typed', () => {
    const typed = { name: 'reason', type: text, value: 'sp', focused: true };
    const options = [{ name: 'block', type: Subcommand, options: [person, typed] }];
    const type = InteractionType.ApplicationCommandAutocomplete;
    expect(parseInteraction({ ...command(options), type })).toMatchObject({
      kind: 'autocomplete',
      subcommand: 'block',
      focused: { name: 'reason', value: 'sp' },
    });
  });
});

describe('the kinds of interactions', () => {
  it('know a click by its button and its message', () => {
    expect(parseInteraction(click)).toMatchObject({
      kind: 'button',
      customId: 'v1:cancel:k3f9x2',
      message: { id: '600000000000000001' },
    });
  });

  it('know what was picked in a menu', () => {
    const data = { component_type: 3, custom_id: 'v2:pick:job:k3f9x2', values: ['1', '2'] };
    expect(parseInteraction({ ...click, data })).toMatchObject({
      kind: 'select',
      customId: 'v2:pick:job:k3f9x2',
      values: ['1', '2'],
    });
  });

  it('know the message of a click as far as it can be read', () => {
    const file = { id: '7', filename: 'a.png', size: 9, url: 'https://cdn.test/a.png' };
    const message = {
      id: '600000000000000001',
      author: { id: '5', username: 'bot' },
      content: 7,
      embeds: [{ description: '> a fox', footer: { text: 'job k3f9x2ab' }, image: null }],
      attachments: [file],
    };
    expect(parseInteraction({ ...click, message })).toMatchObject({
      message: {
        authorId: '5',
        content: '',
        embeds: [{ description: '> a fox', footer: 'job k3f9x2ab', imageUrl: undefined }],
        files: [{ name: 'a.png', size: 9, url: 'https://cdn.test/a.png' }],
      },
    });
  });

  it('know a command of a message by the message that it is about', () => {
    expect(parseInteraction(menuCommand)).toMatchObject({
      kind: 'message-command',
      name: 'Report picture',
      message: { id: '600000000000000001' },
    });
  });

  it.each([
    ['a person', { author: { id: '5', username: 'ben' } }, true],
    ['a bot', { author: { id: '5', username: 'bot', bot: true } }, false],
    ['a webhook', { author: { id: '5', username: 'hook' }, webhook_id: '7' }, false],
    ['a webhook without a name', { author: { id: '5', username: 'hook' }, webhook_id: '' }, false],
    ['a webhook of another kind', { author: { id: '5', username: 'hook' }, webhook_id: 7 }, false],
    ['nobody that Discord names', {}, false],
  ])('know a message by %s', (_, parts, isByPerson) => {
    const id = '600000000000000001';
    const resolved = { messages: { [id]: { id, ...parts } } };
    const data = { id: '1', type: 3, name: 'Report picture', target_id: id, resolved };
    expect(parseInteraction({ ...menuCommand, data })).toMatchObject({
      message: { isByPerson },
    });
  });

  it('know autocomplete by the option that is being typed', () => {
    const options = [
      { name: 'prompt', type: text, value: 'a light' },
      { name: 'style', type: text, value: 'wat', focused: true },
    ];
    const type = InteractionType.ApplicationCommandAutocomplete;
    expect(parseInteraction({ ...command(options), type })).toMatchObject({
      kind: 'autocomplete',
      name: 'imagine',
      focused: { name: 'style', value: 'wat' },
    });
  });

  it('know a form by what was sent with it', () => {
    const file = { id: '7', size: 9, url: 'https://cdn.test/a.png' };
    const parts = [
      { type: 4, custom_id: 'words', value: 'x' },
      { type: 4, custom_id: 'empty', value: '' },
      { type: 3, custom_id: 'size', values: ['1:1'] },
      { type: 21, custom_id: 'one', value: null },
      { type: 23, custom_id: 'sure', value: true },
      { type: 19, custom_id: 'photo', values: ['7', 'constructor'] },
    ];
    const components = [
      { type: 10, id: 1 },
      ...parts.map((component) => ({ type: 18, component })),
      { type: 1, components: [{ type: 4, custom_id: 'more', value: 'y' }] },
    ];
    const resolved = { attachments: { 7: file } };
    const data = { custom_id: 'v1:edit:k3f9x2', components, resolved };
    expect(parseInteraction({ ...base, type: InteractionType.ModalSubmit, data })).toMatchObject({
      kind: 'modal',
      customId: 'v1:edit:k3f9x2',
      fields: { words: 'x', size: ['1:1'], sure: true, more: 'y' },
      files: { photo: [file] },
      message: undefined,
    });
  });
});
