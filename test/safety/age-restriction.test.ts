import { describe, expect, it } from 'vitest';
import { isAgeRestricted, type ChannelFacts } from '../../src/safety/age-restriction.ts';

const text = (nsfw: boolean | undefined): ChannelFacts => ({ thread: false, nsfw });
const thread = (nsfw: boolean | undefined): ChannelFacts => ({ thread: true, nsfw });

describe('isAgeRestricted', () => {
  it.each<[string, ChannelFacts, ChannelFacts | undefined, boolean]>([
    ['a restricted channel is', text(true), undefined, true],
    ['an ordinary channel is not', text(false), undefined, false],
    ['a channel of which nothing is known is not', text(undefined), undefined, false],
    ['a channel is not by the category above it', text(false), text(true), false],
    ['a thread of a restricted channel is', thread(undefined), text(true), true],
    ['a thread is by its parent, whatever it says itself', thread(false), text(true), true],
    ['a thread of an ordinary channel is not', thread(undefined), text(false), false],
    ['a thread is not by its own word', thread(true), text(false), false],
    ['a thread of an unknown parent is not', thread(true), undefined, false],
    ['a thread of a parent that says nothing is not', thread(true), text(undefined), false],
  ])('%s', (_, channel, parent, expected) => {
    expect(isAgeRestricted(channel, parent)).toBe(expected);
  });
});
