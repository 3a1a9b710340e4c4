import { describe, expect, it } from 'vitest';
import type { MessageChange } from '../../../packages/stand-ins/discord/message.ts';
import { Screen } from '../../../packages/stand-ins/demo/screen.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { shownMessage } from './shown-message.ts';

function open() {
  const clock = new ManualClock();
  const written: string[] = [];
  const screen = new Screen({
    write: (text) => written.push(text),
    colours: false,
    clock,
    nameOf: () => 'Ada',
  });
  return { clock, screen, text: () => written.join('') };
}

const change = (kind: MessageChange['kind'], ephemeral = false): MessageChange => ({
  kind,
  message: shownMessage({ embed: { description: '> a lake\nWaiting' }, ephemeral }),
  via: 'callback',
});

describe('Screen', () => {
  it('shows a command with its options as they are typed', () => {
    const { screen, text } = open();
    screen.command('Ben', 'imagine', {
      prompt: 'two\nlines',
      face: { name: 'me.png', bytes: Buffer.of(1) },
      face_consent: true,
    });
    expect(text()).toBe(
      '\n   0.0 s  Ben sends /imagine prompt: two lines  face: me.png  face_consent: True\n',
    );
  });

  it('counts the seconds since it was opened', async () => {
    const { clock, screen, text } = open();
    await clock.advance(12_340);
    screen.press('Cleo', 'Cancel');
    expect(text()).toBe('  12.3 s  Cleo presses [ Cancel ]\n');
  });

  it('shows a new message with all that is in it', () => {
    const { screen, text } = open();
    screen.change(change('created'));
    expect(text()).toBe(
      '   0.0 s  Darkroom answers Ada\n          │ “a lake”\n          │ Waiting\n',
    );
  });

  it('tells an edit from a new message', () => {
    const { screen, text } = open();
    screen.change(change('edited'));
    expect(text()).toContain('Darkroom changes its message to Ada\n');
  });

  it('says that a message is for one person only', () => {
    const { screen, text } = open();
    screen.change(change('created', true));
    expect(text()).toContain('Darkroom answers Ada (only Ada sees this)\n');
  });

  it('says that a message was taken away, without what was in it', () => {
    const { screen, text } = open();
    screen.change(change('deleted'));
    expect(text()).toBe('   0.0 s  Darkroom takes its message to Ada away\n');
  });
});
