import { z } from 'zod';
import { isRecord } from '../engines/record.ts';
import { LONGEST_CHOICE, MOST_CHOICES } from '../recipes/command-definition.ts';
import { TRANSLATIONS } from '../say/languages.ts';
import { WORKER_KINDS } from '../workers/worker-kinds.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';

/** Discord's limits for descriptions of options and choices. */
const LONGEST_DESCRIPTION = 100;
const LONGEST_TEXT_OPTION = 6_000;

/** Reports wrong values with this message, and missing ones like any other field. */
const must = (be: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? undefined : `must be ${be}`,
});

/** Discord accepts no blank text. */
const shown = z.string().trim().min(1);
const description = shown.max(LONGEST_DESCRIPTION);

/** Where a value goes. Without `node_ids`, a key of a public endpoint's input. */
const place = {
  node_ids: z.array(z.string().min(1)).min(1).max(50).optional(),
  description: description.optional(),
};
/** The input to set on each node, or several that all get the same value. */
const key = z.union(
  [z.string().min(1), z.array(z.string().min(1)).min(1).max(20)],
  must('the name of an input in quotes, or a list of such names'),
);
const named = { ...place, name: z.string().optional(), key: key.optional() };
/** Entries without a specific type give their own name and input. */
const own = { ...place, name: z.string(), key };

const words = {
  max_length: z.int().min(1).max(LONGEST_TEXT_OPTION).optional(),
  default: z.string().optional(),
  required: z.boolean().optional(),
};
const range = {
  min: z.number().optional(),
  max: z.number().optional(),
  default: z.number().optional(),
};
const choices = {
  choices: z
    .array(
      z.union(
        [
          z.string().min(1),
          z.strictObject({ name: shown, value: z.union([z.string(), z.number()]) }),
        ],
        must('a value in quotes, or {"name": what people read, "value": the value}'),
      ),
    )
    .min(1)
    .max(MOST_CHOICES)
    .optional(),
  default: z.union([z.string(), z.number()], must('one of the choices')).optional(),
};
/** What one choice sets: values by node and input. Numbers and switches only, so that no text or file gets in. */
const values = z.record(
  z.string().min(1),
  z.record(z.string().min(1), z.union([z.number(), z.boolean()], must('a number, true or false'))),
);
/** A choice of values for one input, or of sets of values for several. */
const settings = {
  choices: z
    .array(
      z.union(
        [
          z.string().min(1),
          z.strictObject({ name: shown, value: z.union([z.string(), z.number()]) }),
          z.strictObject({ name: shown, values }),
        ],
        must(
          'a value in quotes, {"name": what people read, "value": the value}, or {"name": what people read, "values": {node: {input: value}}}',
        ),
      ),
    )
    .min(1)
    .max(MOST_CHOICES)
    .optional(),
  default: choices.default,
};
const picture = {
  required: z.boolean().optional(),
  /** The operator declares that it never shows a person. */
  person: z
    .literal(false, { error: 'can only be false: a picture counts as one of a person without it' })
    .optional(),
  /** Pixels. */
  max_side: z.int().min(64).max(4_096).optional(),
};

const size = z.tuple([z.int().min(1), z.int().min(1)], must('[width, height] in pixels'));

const entryOf = <Type extends string, At extends object, More extends object>(
  type: Type,
  where: At,
  more: More,
) => z.strictObject({ type: z.literal(type), ...where, ...more });

const entries = [
  entryOf('prompt', named, words),
  entryOf('negative_prompt', named, words),
  entryOf('text', own, words),
  entryOf('seed', named, range),
  entryOf('steps', named, range),
  entryOf('cfg', named, range),
  entryOf('denoise', named, range),
  entryOf('width', named, range),
  entryOf('height', named, range),
  entryOf('count', named, range),
  entryOf('strength', named, range),
  entryOf('integer', own, range),
  entryOf('number', own, range),
  entryOf('boolean', own, { default: z.boolean().optional() }),
  entryOf('sampler', named, choices),
  entryOf('scheduler', named, choices),
  entryOf('model', named, choices),
  entryOf('lora', named, choices),
  entryOf('choice', { ...own, key: key.optional() }, settings),
  entryOf('aspect_ratio', place, {
    name: z.string().optional(),
    /** By name: width and height in pixels. */
    sizes: z
      .record(
        z.string().min(1),
        size,
        must('sizes by their names, such as {"1:1": [1024, 1024], "16:9": [1344, 768]}'),
      )
      .refine((sizes) => Object.keys(sizes).length > 0, {
        error: 'is empty: name a size, such as "1:1": [1024, 1024]',
      })
      .refine((sizes) => Object.keys(sizes).length <= MOST_CHOICES, {
        error: `has more than the ${MOST_CHOICES} that Discord offers: leave some out`,
      }),
    default: z.string().optional(),
  }),
  entryOf('image', named, picture),
  entryOf('mask', named, picture),
] as const;

/** Every entry type with its allowed keys. */
export const ENTRY_KEYS: ReadonlyMap<string, readonly string[]> = new Map(
  entries.map(({ shape }) => [shape.type.value, Object.keys(shape)]),
);

const entry = z.discriminatedUnion('type', entries);

const next = z.strictObject({
  label: shown.max(80).optional(),
  /** The existing button it replaces. Without it, it gets its own. */
  as: z.enum(['vary', 'upscale']).optional(),
  /** The target folder, or a built-in command. */
  workflow: z.string().min(1),
  /** The Discord name of the option that receives the picture. */
  image: z.string().min(1),
});

/** In US dollars. */
const price = z.union(
  [
    z.strictObject({ per_picture: z.number().positive().max(1_000) }),
    z.strictObject({ per_megapixel: z.number().positive().max(1_000) }),
  ],
  must('{"per_picture": dollars} or {"per_megapixel": dollars}'),
);

/** A workflow's words in another language. What is missing stays as it is. */
const localization = z.strictObject({
  title: shown.max(80).optional(),
  description: description.optional(),
  /** By the options' Discord names. */
  options: z
    .record(
      z.string().min(1),
      z.strictObject({
        name: z.string().optional(),
        description: description.optional(),
        /** By what members read in the manifest's own language. */
        choices: z.record(z.string().min(1), shown.max(LONGEST_CHOICE)).optional(),
      }),
    )
    .optional(),
  /** The labels of `next`, by workflow. */
  next: z.record(z.string().min(1), shown.max(80)).optional(),
});

/** The languages of the bot besides English. */
const LANGUAGE_NAMES = TRANSLATIONS.map(({ catalogue }) => catalogue.language);

/** A workflow's `manifest.json`: what members may set, and who may see the pictures. */
export const manifestSchema = z.strictObject({
  title: shown.max(80),
  description,
  rating: z.enum(['general', 'adult']).default('adult'),
  nodes: z.array(entry),
  outputs: z.array(z.string().min(1)).min(1).optional(),
  next: z.array(next).max(5).default([]),
  worker: z.enum(WORKER_KINDS).optional(),
  endpoint: z
    .string()
    .regex(/^[\w-]{1,64}$/, must('the id of an endpoint: letters, digits and dashes only'))
    .optional(),
  /** Fixed input of a public endpoint. */
  input: z
    .record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean()], must('text, a number, true or false')),
    )
    .optional(),
  price: price.optional(),
  localizations: z
    .record(
      z.string().refine((name) => LANGUAGE_NAMES.includes(name)),
      localization,
    )
    .default({}),
});

export type Manifest = z.infer<typeof manifestSchema>;
/** One option for members, and where its value goes. */
export type Entry = Manifest['nodes'][number];
export type EntryType = Entry['type'];
export type EntryOf<Type extends EntryType> = Extract<Entry, { readonly type: Type }>;

/** Reads a manifest, or reports its schema problems by their position in the file. */
export function readManifest(
  file: unknown,
): { readonly manifest: Manifest } | { readonly problems: readonly Problem[] } {
  const parsed = manifestSchema.safeParse(file, { error: schemaWords });
  if (parsed.success) return { manifest: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const place = placeOf(issue.path, file);
    return {
      file: MANIFEST_FILE,
      ...(place !== '' && { place }),
      says: `${issue.message}${knownKeys(issue, file)}`,
    };
  });
  return { problems };
}

/** `nodes[2] (steps).choices[0]` */
function placeOf(path: readonly PropertyKey[], file: unknown): string {
  return path
    .map((key, at) => {
      const type = at === 1 && path[0] === 'nodes' ? typeOf(path, file) : undefined;
      if (typeof key === 'number') return `[${key}]${type === undefined ? '' : ` (${type})`}`;
      const name = String(key);
      if (!/^\w+$/.test(name)) return `[${JSON.stringify(name)}]`;
      return at === 0 ? name : `.${name}`;
    })
    .join('');
}

/** The type of the entry that a path leads into. */
function typeOf([first, index]: readonly PropertyKey[], file: unknown): string | undefined {
  if (first !== 'nodes' || typeof index !== 'number' || !isRecord(file)) return undefined;
  const entries: unknown = file.nodes;
  const entry: unknown = Array.isArray(entries) ? entries[index] : undefined;
  return isRecord(entry) && typeof entry.type === 'string' && ENTRY_KEYS.has(entry.type)
    ? entry.type
    : undefined;
}

/** The keys allowed in place of an unknown one. */
function knownKeys({ code, path }: z.core.$ZodIssue, file: unknown): string {
  if (code !== 'unrecognized_keys') return '';
  const keys =
    path.length === 0
      ? Object.keys(manifestSchema.shape)
      : path.length === 2
        ? ENTRY_KEYS.get(typeOf(path, file) ?? '')
        : undefined;
  return keys ? `: it may have ${keys.join(', ')}` : ': leave it out';
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
  record: 'an object in { }',
};

/** A schema problem in words that follow its position. */
function schemaWords(issue: z.core.$ZodRawIssue): string {
  const { code, input } = issue;
  if (code === 'invalid_union' && issue.discriminator !== undefined) {
    const types = [...ENTRY_KEYS.keys()].join(', ');
    const given = typeAmong(input);
    return given === undefined
      ? `is missing: one of ${types}`
      : `is no type that there is: it must be one of ${types}`;
  }
  if (input === undefined) return `is missing${expected(issue)}`;
  switch (code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'unrecognized_keys':
      return `knows no ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'is empty: fill it in, or leave it out where it may be'
        : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `has more than ${issue.maximum} characters: shorten it`;
      return issue.origin === 'array'
        ? `has more than ${issue.maximum}: leave some out`
        : `must be at most ${issue.maximum}`;
    case 'invalid_key':
      return `names a language that the bot does not speak: it may be ${LANGUAGE_NAMES.join(', ')}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_union':
    case 'not_multiple_of':
      return 'is not what belongs there';
  }
}

function expected(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') {
    return `: ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  return issue.code === 'invalid_type'
    ? `: it must be ${KINDS[issue.expected] ?? issue.expected}`
    : '';
}

function typeAmong(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
}
