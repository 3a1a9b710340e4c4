import { readFileSync } from 'node:fs';

export const CAPTION_LANGUAGES = ['de', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'] as const;
/** Who wrote them: somebody who has seen none of the lists, and somebody who knows them. */
export const CAPTION_AUTHORS = ['unseen', 'known'] as const;

const FOLDER = new URL('benign/', import.meta.url);

/** Ordinary captions and photo prompts, some with a negative prompt. */
export function captions(
  author: (typeof CAPTION_AUTHORS)[number],
  language: (typeof CAPTION_LANGUAGES)[number],
): readonly { readonly prompt: string; readonly negativePrompt: string }[] {
  return readFileSync(new URL(`${author}-${language}.txt`, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [prompt = '', negativePrompt = ''] = line.split('\t');
      return { prompt, negativePrompt };
    });
}
