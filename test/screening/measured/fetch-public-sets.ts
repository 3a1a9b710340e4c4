import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/**
 * Brings public sets of harmless texts into a folder, for `bench:screening -- --public FOLDER`. Run by hand; nothing of
 * the sets is committed, and no test reads them:
 *
 *     npx tsx test/screening/measured/fetch-public-sets.ts FOLDER [ADDRESS]
 *
 * ADDRESS says where a repository is cloned from, with `{owner}` and `{name}` for its own.
 */
const [folder, address = 'https://github.com/{owner}/{name}.git'] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder are they to go to?');
mkdirSync(folder, { recursive: true });

/** A clone without a work tree, whose files are read as git keeps them. */
class Repository {
  readonly #folder = mkdtempSync(join(tmpdir(), 'public-set-'));

  constructor(name: string) {
    const [owner = '', repository = ''] = name.split('/');
    const from = address.replace('{owner}', owner).replace('{name}', repository);
    execFileSync('git', ['clone', '--quiet', '--bare', from, this.#folder]);
  }

  #git(...args: readonly string[]): Buffer {
    return execFileSync('git', ['--git-dir', this.#folder, ...args], { maxBuffer: 2 ** 29 });
  }

  file(path: string, commit = 'HEAD'): Buffer {
    return this.#git('show', `${commit}:${path}`);
  }

  files(matching: RegExp): readonly string[] {
    const names = this.#git('ls-tree', '-r', '-z', '--name-only', 'HEAD').toString();
    return names.split('\0').filter((name) => matching.test(name));
  }

  /** Commits that changed a file, the newest first. */
  commitsOf(path: string): readonly string[] {
    return this.#git('log', '--format=%H', '--', path).toString().split('\n').filter(Boolean);
  }

  /** All files whose names match, in one process: there may be thousands. */
  contents(matching: RegExp): readonly string[] {
    return this.files(matching).map((path) => this.file(path).toString());
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

type Texts = Readonly<Record<string, readonly string[]>>;

/** How a set is read from its repository: the texts of each language. */
interface PublicSet {
  readonly name: string;
  readonly repository: string;
  readonly read: (repository: Repository) => Texts;
}

function linesOf(file: Buffer): readonly string[] {
  return file.toString().split('\n');
}

const coco = z.object({ annotations: z.array(z.object({ caption: z.string() })) });

/** Prompts stand in fences under a heading with this sign; older ones are in older versions of the file. */
const PROMPTS = /^#+ 📝[^\n]*\n+```[^\n]*\n([\s\S]*?)\n```/gmu;
/** Every so many versions of a file, which changes daily by a few prompts. */
const STRIDE = 20;

function youmind(repository: Repository): Texts {
  const languages = {
    en: 'README.md',
    de: 'README_de-DE.md',
    es: 'README_es-ES.md',
    fr: 'README_fr-FR.md',
    it: 'README_it-IT.md',
    ja: 'README_ja-JP.md',
    ko: 'README_ko-KR.md',
    pt: 'README_pt-BR.md',
    tr: 'README_tr-TR.md',
    zh: 'README_zh.md',
    'zh-TW': 'README_zh-TW.md',
  };
  return Object.fromEntries(
    Object.entries(languages).map(([language, path]) => {
      const versions = repository.commitsOf(path).filter((_, at) => at % STRIDE === 0);
      const texts = versions.flatMap((commit) =>
        Array.from(repository.file(path, commit).toString().matchAll(PROMPTS), ([, text]) => text),
      );
      return [language, texts.filter((text) => text !== undefined)];
    }),
  );
}

function multi30k(repository: Repository): Texts {
  return Object.fromEntries(
    ['en', 'de', 'fr'].map((language) => [
      language,
      repository
        .files(new RegExp(String.raw`^data/task[12]/raw/.*\.${language}\.gz$`))
        .flatMap((path) => linesOf(gunzipSync(repository.file(path)))),
    ]),
  );
}

function xtd(repository: Repository): Texts {
  const files = repository.files(/test_1kcaptions_\w+\.txt$/);
  return Object.fromEntries(
    files.map((path) => [
      path.replace(/^.*_(\w+)\.txt$/, '$1').replace('jp', 'ja'),
      linesOf(repository.file(path)),
    ]),
  );
}

/** The harmless half of prompts that sound otherwise. */
function xstest(repository: Repository): Texts {
  const rows = linesOf(repository.file('xstest_prompts.csv'));
  const safe = rows.flatMap((row) => /^\d+,"?(.*?)"?,[^,]*,safe,/.exec(row)?.[1] ?? []);
  return { en: safe };
}

const QUESTION_TAG = /<Question[^>]*>([\s\S]*?)<\/Question>/g;

const SETS: readonly PublicSet[] = [
  {
    name: 'youmind',
    repository: 'YouMind-OpenLab/awesome-nano-banana-pro-prompts',
    read: youmind,
  },
  { name: 'multi30k', repository: 'multi30k/dataset', read: multi30k },
  {
    name: 'coco',
    repository: 'ruizewang/evaluate',
    read: (repository) => {
      const file = repository.file('annotations/captions_val2017.json').toString();
      return { en: coco.parse(JSON.parse(file)).annotations.map(({ caption }) => caption) };
    },
  },
  { name: 'xtd', repository: 'adobe-research/Cross-lingual-Test-Dataset-XTD10', read: xtd },
  { name: 'education-xstest', repository: 'paul-rottger/exaggerated-safety', read: xstest },
  {
    // Questions that people ask of a bot about infections.
    name: 'education-infections',
    repository: 'gicraveiro/STDs_Bot',
    read: (repository) => ({
      en: linesOf(repository.file('data/nlu.yml'))
        .flatMap((line) => /^ +- +(.+)$/.exec(line)?.[1] ?? [])
        .map((text) => text.replace(/\[([^\]]*)\][({][^)}]*[)}]/g, '$1')),
    }),
  },
  {
    // Questions of patients.
    name: 'education-medicine',
    repository: 'abachaa/MedQuAD',
    read: (repository) => ({
      en: repository
        .contents(/^(?!10_|11_|12_|2_|3_).*\.xml$/)
        .flatMap((file) => Array.from(file.matchAll(QUESTION_TAG), ([, text]) => text ?? '')),
    }),
  },
  {
    // Headings of pages for parents.
    name: 'education-parents',
    repository: 'n3xtcoder/ai4impact-elternleben',
    read: (repository) => ({
      de: repository
        .contents(/^data\/content\/.*\.md$/)
        .flatMap((file) => Array.from(file.matchAll(/^#+ +(.+)$/gm), ([, text]) => text ?? '')),
    }),
  },
  {
    // Lessons for children, young people and adults, sentence by sentence, and the questions of a quiz.
    name: 'education-lessons',
    repository: 'SushiF5/edusexual-pt',
    read: (repository) => ({
      pt: Array.from(
        repository
          .file('src/data/content.ts')
          .toString()
          .matchAll(
            /\b(?:title|description|content|question|explanation): (["`])([\s\S]*?)\1,?\n/g,
          ),
        ([, , text]) => text ?? '',
      ).flatMap((text) => text.split(/(?<=[.!?])\s+|\n+/)),
    }),
  },
];

for (const { name, repository, read } of SETS) {
  const clone = new Repository(repository);
  try {
    for (const [language, texts] of Object.entries(read(clone))) {
      const all = [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '');
      writeFileSync(join(folder, `${name}.${language}.json`), JSON.stringify(all, null, 1));
      console.log(`${name}, ${language}: ${all.length} texts of ${repository}`);
    }
  } finally {
    clone.remove();
  }
}
