import { describe, expect, it } from 'vitest';
import { avatarLook } from '../../../../packages/stand-ins/playground/page/messages/avatar-look.ts';
import {
  framesOf,
  isPicture,
  isSpoiler,
} from '../../../../packages/stand-ins/playground/page/messages/pictures-of.ts';
import {
  pictureAddress,
  webAddress,
} from '../../../../packages/stand-ins/playground/page/messages/web-address.ts';

describe('a file', () => {
  const file = { id: '1', size: 1, url: '', proxy_url: '' };

  it('is a picture by its type, or else by its name', () => {
    expect(isPicture({ ...file, filename: 'a', content_type: 'image/png' })).toBe(true);
    expect(isPicture({ ...file, filename: 'a.png', content_type: 'text/plain' })).toBe(false);
    expect(isPicture({ ...file, filename: 'a.PNG' })).toBe(true);
    expect(isPicture({ ...file, filename: 'a.json' })).toBe(false);
  });

  it('is covered where its name says so', () => {
    expect(isSpoiler('SPOILER_a.png')).toBe(true);
    expect(isSpoiler('https://a.example/1/SPOILER_a.png')).toBe(true);
    expect(isSpoiler('https://a.example/SPOILER_1/a.png')).toBe(false);
  });
});

describe('embeds', () => {
  const embed = (url: string | undefined, picture: string) => ({
    ...(url !== undefined && { url }),
    image: { url: picture },
  });
  const drawn = (...embeds: Parameters<typeof embed>[]) =>
    framesOf(embeds.map((one) => embed(...one))).map(({ images }) => images.map(({ url }) => url));

  it('of one address are drawn as one', () => {
    expect(drawn(['a', '1'], ['a', '2'], ['b', '3'], ['a', '4'])).toEqual([['1', '2', '4'], ['3']]);
  });

  it('without an address are each drawn', () => {
    expect(drawn([undefined, '1'], [undefined, '2'])).toEqual([['1'], ['2']]);
  });

  it('show four pictures of one address, and none of those after them', () => {
    const all = ['1', '2', '3', '4', '5'].map((picture) => ['a', picture] as [string, string]);
    expect(drawn(...all)).toEqual([['1', '2', '3', '4']]);
  });
});

describe('an address', () => {
  it.each(['https://a.example/b', 'http://127.0.0.1:80/b.png'])('may be %s', (address) => {
    expect(webAddress(address)).toBe(address);
    expect(pictureAddress(address)).toBe(address);
  });

  it.each(['javascript:alert(1)', 'data:text/html,a', '//a.example', 'attachment://a', 'https://'])(
    'may not be %s',
    (address) => {
      expect(webAddress(address)).toBeUndefined();
      expect(pictureAddress(address)).toBeUndefined();
    },
  );

  it("may be one of the page's own server for a picture", () => {
    expect(pictureAddress('/cdn/a.png')).toBe('/cdn/a.png');
    expect(webAddress('/cdn/a.png')).toBeUndefined();
  });
});

describe('a drawn avatar', () => {
  it('has the first letters of the name', () => {
    expect(avatarLook({ id: '1' }, 'ada lovelace').initials).toBe('AL');
    expect(avatarLook({ id: '1' }, ' ').initials).toBe('?');
  });

  it('has the same colour under any name, and that of no bot', () => {
    const { color } = avatarLook({ id: '1' }, 'Ada');
    expect(avatarLook({ id: '1' }, 'Ben').color).toBe(color);
    expect(avatarLook({ id: '1', bot: true }, 'Ada').color).not.toBe(color);
  });
});
