import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { DEFECTS } from './defects.ts';

/*
 * Loaded before the simulator (`--import`), plants the defect that DEFECT names as the file is loaded. The
 * file itself stays as it is.
 */

const defect = DEFECTS.find(({ name }) => name === process.env.DEFECT);
if (!defect) throw new Error('DEFECT names no defect');
const { file, text, becomes } = defect;
let isPlanted = false;

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(`/${file}`)) {
      return nextLoad(url, context);
    }
    const parts = readFileSync(fileURLToPath(url), 'utf8').split(text);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${text}`);
    isPlanted = true;
    const source = stripTypeScriptTypes(parts.join(becomes), { mode: 'transform' });
    return { format: 'module', source, shortCircuit: true };
  },
});

process.on('exit', () => {
  if (isPlanted) return;
  console.error(`${file} was not loaded`);
  process.exitCode = 3;
});
