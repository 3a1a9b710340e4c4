import { colourOf, type Colour } from '../palettes.ts';
import { DRAWINGS, type DrawingName } from './drawings.ts';

/** What a scene is set in or on, where that is not plain ground. */
export type Place = 'water' | 'underwater' | 'space' | 'room' | 'wall' | 'studio';
/** What stands at the horizon. */
export type Land = 'hills' | 'mountains' | 'forest' | 'city' | 'desert';
export type Time = 'night' | 'dawn' | 'day' | 'sunset';
export type Season = 'winter' | 'spring' | 'autumn';
export type Weather = 'snow' | 'rain' | 'storm' | 'fog';
export type SkySign = 'moon' | 'sun' | 'stars' | 'aurora' | 'rainbow' | 'clouds';

export interface Subject {
  readonly name: DrawingName;
  /** Undefined: the drawing's own. */
  readonly colour: Colour | undefined;
  /** How many of it: 1 to 5. */
  readonly count: number;
}

/** What the stand-in understands of a prompt. */
export interface Scene {
  /** In the prompt's order, {@link MOST_SUBJECTS} at most. */
  readonly subjects: readonly Subject[];
  /** The first that is named of each. */
  readonly place: Place | undefined;
  readonly land: Land | undefined;
  readonly time: Time | undefined;
  readonly season: Season | undefined;
  readonly weather: ReadonlySet<Weather>;
  readonly signs: ReadonlySet<SkySign>;
  readonly landColour: Colour | undefined;
  readonly skyColour: Colour | undefined;
  /** Whether the first subject fills the picture. */
  readonly closeUp: boolean;
}

export const MOST_SUBJECTS = 3;

/** Prompts are read up to here, in characters. */
const LONGEST_READ = 4_000;
/** How many words after it a colour or number finds its noun: "a red, very old door". */
const REACH = 3;
/** How many words `no` strikes out. */
const STRUCK = 2;

type Meaning =
  | { readonly kind: 'subject'; readonly name: DrawingName }
  | { readonly kind: 'place'; readonly value: Place }
  | { readonly kind: 'land'; readonly value: Land }
  | { readonly kind: 'time'; readonly value: Time }
  | { readonly kind: 'season'; readonly value: Season }
  | { readonly kind: 'weather'; readonly value: Weather }
  | { readonly kind: 'sign'; readonly value: SkySign }
  | { readonly kind: 'colour'; readonly value: Colour }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sky' | 'close-up' | 'link' | 'not' };

// Words by what they mean. `_` stands for a space; plurals in -s are found by themselves.
const PLACES: Readonly<Record<Place, string>> = {
  water:
    'sea ocean seascape coast beach shore lake river pond island wave bay lagoon fjord pier water',
  underwater: 'underwater under_water reef undersea aquarium coral seabed',
  space: 'space galaxy cosmos nebula universe orbit planet',
  room: 'room kitchen table desk library cafe café interior indoors window study shelf',
  wall: 'wall alley facade',
  studio: 'studio backdrop',
};
const LANDS: Readonly<Record<Land, string>> = {
  hills: 'hill meadow field valley countryside landscape grass garden park prairie',
  mountains: 'mountain alps peak cliff summit volcano canyon glacier',
  forest: 'forest woods woodland jungle grove',
  city: 'city town village skyline street skyscraper downtown cityscape cyberpunk',
  desert: 'desert dune sahara sand savanna savannah',
};
const TIMES: Readonly<Record<Time, string>> = {
  night: 'night midnight nocturnal moonlit moonlight starlit nighttime',
  dawn: 'dawn sunrise morning daybreak',
  day: 'day noon midday daylight sunny afternoon summer',
  sunset: 'sunset dusk evening twilight sundown golden_hour',
};
const SEASONS: Readonly<Record<Season, string>> = {
  winter: 'winter wintry icy arctic',
  spring: 'spring springtime blossom',
  autumn: 'autumn autumnal october',
};
const WEATHERS: Readonly<Record<Weather, string>> = {
  snow: 'snow snowy snowing snowfall snowstorm blizzard',
  rain: 'rain rainy raining drizzle',
  storm: 'storm stormy thunder thunderstorm lightning',
  fog: 'fog foggy mist misty haze hazy',
};
const SIGNS: Readonly<Record<SkySign, string>> = {
  moon: 'moon crescent full_moon',
  sun: 'sun sunlight sunshine',
  stars: 'star starry constellation',
  aurora: 'aurora northern_lights',
  rainbow: 'rainbow',
  clouds: 'cloud cloudy overcast',
};
const COLOURS: Readonly<Record<`#${string}`, string>> = {
  '#d1402c': 'red scarlet ruby',
  '#96203a': 'crimson burgundy maroon',
  '#e07a26': 'orange amber',
  '#ecc041': 'yellow gold golden',
  '#3f9152': 'green emerald',
  '#86a04c': 'olive lime',
  '#2f9f9a': 'teal turquoise cyan aqua',
  '#2f6cc0': 'blue cobalt sapphire azure',
  '#263f7c': 'navy indigo',
  '#7d4fb0': 'purple violet lavender lilac',
  '#d64a8c': 'magenta',
  '#ec97b4': 'pink',
  '#80553a': 'brown chestnut bronze copper',
  '#37343f': 'black ebony',
  '#f3f0e8': 'white ivory',
  '#8d949e': 'grey gray silver',
  '#dcc8a0': 'beige cream',
};
const COUNTS: Readonly<Record<string, string>> = {
  2: 'two pair couple 2',
  3: 'three 3',
  4: 'four herd 4',
  5: 'five flock 5',
};

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...meanings(PLACES, (value) => ({ kind: 'place', value })),
  ...meanings(LANDS, (value) => ({ kind: 'land', value })),
  ...meanings(TIMES, (value) => ({ kind: 'time', value })),
  ...meanings(SEASONS, (value) => ({ kind: 'season', value })),
  ...meanings(WEATHERS, (value) => ({ kind: 'weather', value })),
  ...meanings(SIGNS, (value) => ({ kind: 'sign', value })),
  ...meanings(COLOURS, (hex) => ({ kind: 'colour', value: colourOf(hex) })),
  ...meanings(COUNTS, (value) => ({ kind: 'number', value: Number(value) })),
  ...(Object.keys(DRAWINGS) as DrawingName[]).flatMap((name) =>
    listed(DRAWINGS[name].words, { kind: 'subject', name }),
  ),
  ...meanings(
    {
      sky: 'sky skies',
      'close-up': 'portrait closeup close_up headshot',
      link: 'is are in painted',
      not: 'no not without',
    },
    (kind) => ({ kind }),
  ),
]);

/** Each word of a list with what it means. */
function meanings<Name extends string>(
  words: Readonly<Record<Name, string>>,
  meaning: (name: Name) => Meaning,
): (readonly [string, Meaning])[] {
  return (Object.entries(words) as [Name, string][]).flatMap(([name, list]) =>
    listed(list, meaning(name)),
  );
}

function listed(words: string, meaning: Meaning): (readonly [string, Meaning])[] {
  return words.split(' ').map((word) => [word.replace('_', ' '), meaning] as const);
}

/** How strongly ComfyUI is to take a part of a prompt: `(a fox:1.2)`. */
const WEIGHT = /:[\d.]+/g;

/** Their plural is their singular. */
const UNCHANGED: ReadonlySet<DrawingName> = new Set(['deer', 'sheep', 'fish']);

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['wolves', 'wolf'],
  ['mice', 'mouse'],
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['people', 'person'],
  ['geese', 'goose'],
]);

/** Reads a prompt word by word, in linear time. What it does not know it passes over. */
export function readScene(prompt: string): Scene {
  const words =
    prompt
      .slice(0, LONGEST_READ)
      .toLowerCase()
      .replace(WEIGHT, ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const subjects: Subject[] = [];
  const weather = new Set<Weather>();
  const signs = new Set<SkySign>();
  let place: Place | undefined;
  let land: Land | undefined;
  let time: Time | undefined;
  let season: Season | undefined;
  let landColour: Colour | undefined;
  let skyColour: Colour | undefined;
  let closeUp = false;

  // What waits for its noun, and the last word that may be it.
  let colour: Colour | undefined;
  let count: number | undefined;
  let waitsUntil = -1;
  // The last word of "the door", and of "the door is painted".
  let subjectEnd = -1;
  let linkEnd = -1;
  let struckUntil = -1;

  let next = 0;
  while (next < words.length) {
    const here = next;
    const { meaning, plural, length } = meaningAt(words, here);
    next += length;
    const end = next - 1;
    if (here > waitsUntil) [colour, count] = [undefined, undefined];
    if (!meaning || here <= struckUntil) continue;
    switch (meaning.kind) {
      case 'subject': {
        const { name } = meaning;
        // "Two" before a single one is about something else.
        const howMany = plural ? (count ?? 2) : UNCHANGED.has(name) ? (count ?? 1) : 1;
        const known = subjects.findIndex((one) => one.name === name);
        const before = subjects[known];
        if (before) subjects[known] = { ...before, colour: before.colour ?? colour };
        else subjects.push({ name, colour, count: howMany });
        [colour, count] = [undefined, undefined];
        subjectEnd = end;
        break;
      }
      case 'place':
        place ??= meaning.value;
        landColour ??= colour;
        colour = undefined;
        break;
      case 'land':
        land ??= meaning.value;
        landColour ??= colour;
        colour = undefined;
        break;
      case 'sky':
        skyColour ??= colour;
        colour = undefined;
        break;
      case 'time':
        time ??= meaning.value;
        break;
      case 'season':
        season ??= meaning.value;
        break;
      case 'weather':
        weather.add(meaning.value);
        break;
      case 'sign':
        signs.add(meaning.value);
        break;
      case 'colour': {
        const last = subjects.at(-1);
        if (last && !last.colour && here === linkEnd + 1) {
          subjects[subjects.length - 1] = { ...last, colour: meaning.value };
        } else {
          colour ??= meaning.value;
          waitsUntil = end + REACH;
        }
        break;
      }
      case 'number':
        count = meaning.value;
        waitsUntil = end + REACH;
        break;
      case 'close-up':
        closeUp = true;
        break;
      case 'link':
        if (here === subjectEnd + 1 || here === linkEnd + 1) linkEnd = end;
        break;
      case 'not':
        struckUntil = end + STRUCK;
        break;
    }
  }
  return {
    subjects: subjects.slice(0, MOST_SUBJECTS),
    place,
    land,
    time,
    season,
    weather,
    signs,
    landColour,
    skyColour,
    closeUp,
  };
}

interface Found {
  readonly meaning: Meaning | undefined;
  readonly plural: boolean;
  /** How many words it takes. */
  readonly length: number;
}

/** What the words from a place on mean: two together before one alone. */
function meaningAt(words: readonly string[], at: number): Found {
  const [word = '', after = ''] = [words[at], words[at + 1]];
  const two = MEANINGS.get(`${word} ${after}`);
  if (two) return { meaning: two, plural: false, length: 2 };
  const one = MEANINGS.get(word);
  if (one) return { meaning: one, plural: false, length: 1 };
  const meaning = singularsOf(word)
    .map((singular) => MEANINGS.get(singular))
    .find((found) => found !== undefined);
  return { meaning, plural: meaning !== undefined, length: 1 };
}

function singularsOf(word: string): readonly string[] {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return [irregular];
  if (!word.endsWith('s')) return [];
  return [word.slice(0, -1), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
