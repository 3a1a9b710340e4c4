import { styleText } from 'node:util';
import type { Clock } from '../../../src/engines/clock.ts';
import { isEphemeral } from '../discord/message-store.ts';
import type { MessageChange } from '../discord/message.ts';
import { isPerson, type OptionValue, type OptionValues } from '../discord/option-value.ts';
import { messageLines, type LineKind } from './terminal.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<LineKind, Style>> = {
  prompt: 'italic',
  status: 'reset',
  small: 'gray',
  buttons: 'cyan',
  file: 'green',
  footer: 'gray',
};

const MARGIN = ' '.repeat(10);

export interface ScreenOptions {
  readonly write: (text: string) => void;
  /** Whether the terminal shows colours. */
  readonly colours: boolean;
  readonly clock: Clock;
  /** A person's name by their id. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Prints what happens in the server, line by line, with the seconds since it was opened. */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #openedAt: number;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#openedAt = options.clock.now();
  }

  /** Says something to whoever watches. */
  say(text = ''): void {
    this.#options.write(`${text}\n`);
  }

  /** Somebody sends a command. */
  command(who: string, name: string, options: OptionValues): void {
    const filled = Object.entries(options).map(([key, value]) => `${key}: ${shown(value)}`);
    this.say();
    this.#event(who, `sends /${name} ${filled.join('  ')}`);
  }

  /** Somebody presses a button. */
  press(who: string, label: string): void {
    this.#event(who, `presses [ ${label} ]`);
  }

  /** A message came, changed or was deleted. */
  change({ kind, message }: MessageChange): void {
    const { clock, nameOf } = this.#options;
    const user = message.interaction_metadata?.user;
    const who = user?.global_name ?? user?.username ?? 'somebody';
    const onlyThey = isEphemeral(message) ? ` (only ${who} sees this)` : '';
    switch (kind) {
      case 'deleted':
        this.#event('Darkroom', `takes its message to ${who} away${onlyThey}`);
        return;
      case 'created':
        this.#event('Darkroom', `answers ${who}${onlyThey}`);
        break;
      case 'edited':
        this.#event('Darkroom', `changes its message to ${who}${onlyThey}`);
    }
    for (const line of messageLines(message, { now: clock.now(), nameOf })) {
      this.say(`${MARGIN}${this.#paint('gray', '│')} ${this.#paint(STYLES[line.kind], line.text)}`);
    }
  }

  #event(who: string, what: string): void {
    const seconds = ((this.#options.clock.now() - this.#openedAt) / 1_000).toFixed(1);
    const time = this.#paint('gray', `${seconds} s`.padStart(MARGIN.length - 2));
    this.say(`${time}  ${this.#paint('bold', who)} ${what}`);
  }

  #paint(style: Style, text: string): string {
    return this.#options.colours ? styleText(style, text) : text;
  }
}

/** An option's value as Discord shows it while a command is typed. */
function shown(value: OptionValue): string {
  if (isPerson(value)) return `@${value.displayName}`;
  if (typeof value === 'object') return 'name' in value ? value.name : '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value).replace(/\s+/g, ' ');
}
