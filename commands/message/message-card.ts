import { formatCustomId, type MessageCustomId } from '../../src/discord/interactions/custom-id.ts';
import type { SeenFile, SeenMessage } from '../../src/discord/rest/seen-message.ts';
import { BotError } from '../../src/errors/errors.ts';
import { type Attachment, LARGEST_ATTACHMENT_BYTES } from '../../src/images/attachment.ts';
import { valueOptions } from '../../src/recipes/option.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';
import { withNotes } from '../../src/recipes/request-notes.ts';
import type { KeptValues } from '../../src/recipes/settings.ts';
import type { GenerationCommand } from '../generation-commands.ts';
import { type DefaultsNeeds, fittingDefaults } from '../request/params.ts';

/**
 * The card that was clicked, or whose form was submitted. A custom id can be forged, but the
 * message in Discord's payload cannot: it must have a button or menu with the same action for the
 * same message. A form's id also names the picture.
 *
 * @throws BotError `unknown_action` for any other message, or none.
 */
export function cardAsking(
  { message }: { readonly message: SeenMessage | undefined },
  { action, message: about, name }: MessageCustomId,
): SeenMessage {
  const asked = { action, message: about, ...(name !== undefined && { name }) };
  if (message?.customIds.includes(formatCustomId(asked))) return message;
  throw new BotError('unknown_action');
}

/** Browsers on Windows call a JPEG `.jfif`. */
const PICTURE = /\.(?:png|jpe?g|jfif|webp)$/i;

/**
 * The pictures attached to a message, of any size, judged by name. Their content is checked after
 * the download.
 *
 * @throws BotError if there are none.
 */
export function messagePictures({ files }: SeenMessage): readonly SeenFile[] {
  const pictures = files.filter(({ name }) => PICTURE.test(name));
  if (pictures.length === 0) throw new BotError('no_picture_there');
  return pictures;
}

/**
 * The attached pictures within the size limit.
 *
 * @throws BotError if there are none, or all are too large.
 */
export function usablePictures(message: SeenMessage): readonly SeenFile[] {
  const taken = messagePictures(message).filter(({ size }) => size <= LARGEST_ATTACHMENT_BYTES);
  if (taken.length === 0) throw new BotError('picture_too_large');
  return taken;
}

/**
 * A picture by URL alone. Its size was checked when the card was shown, and the download is
 * bounded.
 */
export function atAddress({ url }: { readonly url: string }): Attachment {
  return { url, size: 0 };
}

/** The initial values of a form. */
export interface FormDefaults {
  readonly params: Params;
  /** The values that come from the member's own defaults. */
  readonly own: KeptValues;
}

/** The recipe's defaults, overridden by the member's own as far as they are still valid. */
export async function formDefaults(
  {
    generationCommand,
    recipe,
  }: { readonly generationCommand: GenerationCommand; readonly recipe: Recipe },
  userId: string,
  services: DefaultsNeeds,
): Promise<FormDefaults> {
  const own = await fittingDefaults({ key: generationCommand.key, recipe }, userId, services);
  const usual = valueOptions(recipe.options).map(
    ([name, option]) => [name, option.default] as const,
  );
  const known = Object.fromEntries(usual.filter(([, value]) => value !== undefined));
  return { params: { ...known, ...own }, own };
}

/** The params, with a note of which are the member's own defaults. */
export function notingOwn(params: Params, own: KeptValues): Params {
  const still = Object.keys(own).filter((name) => params[name] === own[name]);
  return withNotes(params, {
    kept: Object.fromEntries(still.map((name) => [name, 'default' as const])),
  });
}
