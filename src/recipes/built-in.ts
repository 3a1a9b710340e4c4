import { face } from './face.ts';
import { image } from './image.ts';
import { recipesOf } from './recipe.ts';
import { text } from './text.ts';
import { upscale } from './upscale.ts';

/** The recipes that ship with the bot. */
export const builtInRecipes = recipesOf([text, face, image, upscale]);
