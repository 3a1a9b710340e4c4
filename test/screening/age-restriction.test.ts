import { ChannelType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChannelFacts, isAgeRestricted } from '../../src/policy/age-restriction.ts';

const of = (type: number) => (nsfw: boolean | undefined) => ({ type, nsfw });
const text = of(ChannelType.GuildText);
const thread = of(ChannelType.PublicThread);
const dm = of(ChannelType.DM);

describe('isAgeRestricted', () => {
  it.each<[string, ChannelFacts, ChannelFacts | undefined, boolean]>([
    ['a restricted channel is', text(true), undefined, true],
    ['a restricted voice channel is', of(ChannelType.GuildVoice)(true), undefined, true],
    [
      'a restricted announcement channel is',
      of(ChannelType.GuildAnnouncement)(true),
      undefined,
      true,
    ],
    ['a restricted stage is', of(ChannelType.GuildStageVoice)(true), undefined, true],
    ['an ordinary channel is not', text(false), undefined, false],
    ['a channel of which nothing is known is not', text(undefined), undefined, false],
    ['a channel is not by another one', text(false), text(true), false],
    ['a thread of a restricted channel is', thread(undefined), text(true), true],
    [
      'an announcement thread is by its parent',
      of(ChannelType.AnnouncementThread)(false),
      text(true),
      true,
    ],
    ['a private thread is by its parent', of(ChannelType.PrivateThread)(false), text(true), true],
    ['a post of a restricted forum is', thread(undefined), of(ChannelType.GuildForum)(true), true],
    [
      'a post of a restricted media channel is',
      thread(false),
      of(ChannelType.GuildMedia)(true),
      true,
    ],
    ['a thread is by its parent, whatever it says itself', thread(false), text(true), true],
    ['a thread of an ordinary channel is not', thread(undefined), text(false), false],
    ['a thread is not by its own word', thread(true), text(false), false],
    ['a thread of an unknown parent is not', thread(true), undefined, false],
    ['a thread of a parent that says nothing is not', thread(true), text(undefined), false],
    ['a thread is not by another thread', thread(true), thread(true), false],
    ['a thread is not by a category', thread(true), of(ChannelType.GuildCategory)(true), false],
    ['a direct message is not, whatever it says', dm(true), undefined, false],
    ['a group of direct messages is not', of(ChannelType.GroupDM)(true), undefined, false],
    ['a category is not', of(ChannelType.GuildCategory)(true), undefined, false],
    ['a kind of channel that nobody knows yet is not', of(99)(true), undefined, false],
  ])('%s', (_, channel, parent, expected) => {
    expect(isAgeRestricted(channel, parent)).toBe(expected);
  });

  const facts = fc.record({
    type: fc.integer({ min: 0, max: 20 }),
    nsfw: fc.constantFrom(true, false, undefined),
  });

  it('never is where nothing says so', () => {
    fc.assert(
      fc.property(facts, fc.option(facts, { nil: undefined }), (channel, parent) => {
        fc.pre(channel.nsfw !== true && parent?.nsfw !== true);
        expect(isAgeRestricted(channel, parent)).toBe(false);
      }),
    );
  });
});
