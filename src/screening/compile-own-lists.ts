import { readTermFolder } from './lists/term-files.ts';
import { OWN_LISTS, writeCompiled } from './open-screening.ts';

// A build step: a compiled bot loads its lists in a moment, with nothing left to compute.
writeCompiled(OWN_LISTS.compiled, readTermFolder(OWN_LISTS.folder));
