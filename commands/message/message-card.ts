import { formatCustomId, type MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { ShownFile, ShownMessage } from '../../src/discord/interactions/shown-message.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Attachment, LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';
import { valueOptions } from '../../src/recipes/option.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';
import { withNotes } from '../../src/recipes/request-notes.ts';
import type { KeptValues } from '../../src/recipes/settings.ts';
import type { GenerationCommand } from '../generation-commands.ts';
import { fittingDefaults } from '../request/params.ts';
import type { Services } from '../services.ts';

/**
 * The card that was pressed, or whose form was submitted. A custom id can be forged; the message that Discord sends along
 * cannot, so that has to have a button or menu with the same action for the same message. A form's id also names the
 * picture.
 *
 * @throws BotError `unknown_action` for any other message, and for none.
 */
export function cardAsking(
  { message }: { readonly message: ShownMessage | undefined },
  { action, message: about, name }: MessageCustomId,
): ShownMessage {
  const asked = { action, message: about, ...(name !== undefined && { name }) };
  if (message?.customIds.includes(formatCustomId(asked))) return message;
  throw new BotError('unknown_action');
}

/** Browsers on Windows call a JPEG `.jfif`. */
const PICTURE = /\.(?:png|jpe?g|jfif|webp)$/i;

/**
 * The pictures that somebody attached to a message, of any size, by their names: what they are is seen once they are fetched.
 *
 * @throws BotError where there are none.
 */
export function messagePictures({ files }: ShownMessage): readonly ShownFile[] {
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  if (pictures.length === 0) throw new BotError('no_picture_there');
  return pictures;
}

/**
 * Those of them that something can be made of.
 *
 * @throws BotError where there are none, or none that is small enough.
 */
export function usablePictures(message: ShownMessage): readonly ShownFile[] {
  const taken = messagePictures(message).filter(({ size }) => size <= LARGEST_ATTACHMENT_BYTES);
  if (taken.length === 0) throw new BotError('picture_too_large');
  return taken;
}

/** A picture by its address alone: its size was looked at when that was shown, and is bounded when it is fetched. */
export function atAddress({ url }: { readonly url: string }): Attachment {
  return { url, size: 0 };
}

/** What a form begins with, before anybody fills it in. */
export interface FormDefaults {
  readonly params: Params;
  /** Those of them that its person keeps for themselves. */
  readonly own: KeptValues;
}

/** The recipe's defaults, and before these the person's own, as far as they fit today. */
export async function formDefaults(
  {
    generationCommand,
    recipe,
  }: { readonly generationCommand: GenerationCommand; readonly recipe: Recipe },
  userId: string,
  services: Pick<Services, 'personDefaults' | 'modelFiles'>,
): Promise<FormDefaults> {
  const own = await fittingDefaults({ key: generationCommand.key, recipe }, userId, services);
  const usual = valueOptions(recipe.options).map(
    ([name, option]) => [name, option.default] as const,
  );
  const known = Object.fromEntries(usual.filter(([, value]) => value !== undefined));
  return { params: { ...known, ...own }, own };
}

/** The params, with a note of what is in them as its person keeps it. */
export function notingOwn(params: Params, own: KeptValues): Params {
  const still = Object.keys(own).filter((name) => params[name] === own[name]);
  return withNotes(params, {
    kept: Object.fromEntries(still.map((name) => [name, 'default' as const])),
  });
}
