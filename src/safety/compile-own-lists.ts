import { writeCompiled } from './compiled-file.ts';
import { OWN_LISTS } from './own-lists.ts';
import { readTermFolder } from './term-files.ts';

// A step of the build: a compiled bot reads its lists in a moment, with nothing left to work out.
writeCompiled(OWN_LISTS.compiled, readTermFolder(OWN_LISTS.folder));
