import { basename } from 'node:path';

const LONGEST = 32;

/** What ComfyUI and browsers put behind a workflow's name. */
const ENDINGS = /(\.json|\.app|[-_ ]?\(\d+\)|[-_ ]api)$/i;

/** A command's name after that of a file: `My FLUX_api (2).json` is `my-flux`. */
export function folderName(path: string): string {
  let name = basename(path);
  for (let before = ''; before !== name;) {
    before = name;
    name = name.replace(ENDINGS, '').trim();
  }
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+/, '');
  const short = Array.from(plain).slice(0, LONGEST).join('').replace(/-+$/, '');
  return short === '' ? 'workflow' : short;
}
