import { describe, expect, it } from 'vitest';
import { avatarLook } from '../../../../sandbox/playground/page/messages/avatar-look.ts';
import { isPicture, isSpoiler } from '../../../../sandbox/playground/page/messages/pictures-of.ts';
import {
  pictureAddress,
  webAddress,
} from '../../../../sandbox/playground/page/messages/web-address.ts';

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
