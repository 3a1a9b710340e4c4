import { pictureOptions, type PictureOption } from '../../src/comfy/option.ts';
import type { Recipe } from '../../src/comfy/recipe.ts';
import { image } from '../../src/comfy/recipes/image.ts';
import type { Maker } from '../maker.ts';

/** What a picture of a message is used as. */
export const MESSAGE_USES = ['start', 'face'] as const;
export type MessageUse = (typeof MESSAGE_USES)[number];

/** What makes something of a picture, and the option that the picture becomes. */
export interface PictureTaker {
  readonly maker: Maker;
  readonly recipe: Recipe;
  readonly option: string;
}

/**
 * The first of the commands that takes such a picture, and no other one that it cannot do without: the bot's own `/image`
 * goes first. `undefined` where there is none.
 */
export function pictureTaker(use: MessageUse, makers: readonly Maker[]): PictureTaker | undefined {
  const takers = makers.flatMap((maker): PictureTaker[] => {
    const { recipe } = maker;
    const pictures = pictureOptions(recipe.options);
    const option = pictures.find(([, one]) => isMeant(use, one))?.[0];
    const isAlone = pictures.every(([name, { required }]) => name === option || !required);
    return option !== undefined && isAlone ? [{ maker, recipe, option }] : [];
  });
  return takers.find(({ recipe }) => recipe.name === image.name) ?? takers[0];
}

/** Only what asks for consent takes a picture that somebody posted. */
function isMeant(use: MessageUse, option: PictureOption): boolean {
  return option.person && option.use === (use === 'face' ? 'face' : 'image');
}
