import { readTermFolder } from './lists/term-files.ts';
import { OWN_LISTS, writeCompiled } from './open-screening.ts';

// A step of the build: a compiled bot reads its lists in a moment, with nothing left to work out.
writeCompiled(OWN_LISTS.compiled, readTermFolder(OWN_LISTS.folder));
