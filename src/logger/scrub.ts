/** How much of an error's text is kept. */
const LONGEST_TEXT = 2_000;
/** How much the patterns look at, so that they stay cheap whatever a stranger sends. */
const LOOKED_AT = 20_000;
/** A run of base64's alphabet of at least this length is taken for data: a picture, a token. */
const SHORTEST_DATA = 48;
/** Hiding a shorter one would blot out ordinary words, and no service issues such a key. */
const SHORTEST_SECRET = 8;

/** What gives access to something, by its form. No pattern reaches past the end of a JSON string. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  // These addresses contain interaction tokens or webhook tokens.
  [/((?:interactions|webhooks)(?:\/|%2F)\d+(?:\/|%2F))[^/\s?"%\\]+/gi, '$1…'],
  [/(?:https?:\/\/[^\s"'\\?]*)?\/(?:ephemeral-)?attachments\/[^\s"'\\]*/gi, '…'],
  // What Discord signs an address with, and whatever else stands in a query.
  [/(https?:\/\/[^\s?"\\]+)\?[^\s"\\]+/gi, '$1?…'],
  [/([?&](?:ex|is|hm)=)[^\s&"'\\]+/gi, '$1…'],
  // A bot token: three parts in base64, each of them short by itself.
  [/[\w-]{18,100}\.[\w-]{6,20}\.[\w-]{20,100}/g, '…'],
  // One of RunPod's keys.
  [/\brpa_\w{16,}/gi, '…'],
];

export interface Scrub {
  /** A text from elsewhere, as a log may show it: at most 2000 characters. */
  readonly text: (text: string) => string;
  /** A whole line of JSON; nothing is cut off. */
  readonly line: (line: string) => string;
}

/**
 * Takes out what a log must not hold: these secrets, in every form in which they may be quoted, and
 * whatever looks like a token, a key, a signed address or a picture.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap(formsOf)
    .sort((one, other) => other.length - one.length);
  const known = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '…'), text);
  return {
    // Cut last: no pattern would match what is left of a secret that was cut in two.
    text: (text) => withoutSecrets(wholeWords(known(text))).slice(0, LONGEST_TEXT),
    line: (line) => withoutSecrets(known(line)),
  };
}

function withoutSecrets(text: string): string {
  return REDACTIONS.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    text,
  ).replace(/[\w+/=-]+/g, (run) => (run.length < SHORTEST_DATA ? run : '…'));
}

/** As much as the patterns look at, without a word that would be cut in two. */
function wholeWords(text: string): string {
  if (text.length <= LOOKED_AT) return text;
  const start = text.slice(0, LOOKED_AT);
  return start.slice(0, start.lastIndexOf(' ') + 1);
}

/** As it is, and as it stands in a URL, in JSON, in hex and inside other bytes in base64. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.from(secret).subarray((3 - offset) % 3);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    return [whole.toString('base64'), whole.toString('base64url')];
  });
  return [
    secret,
    encodeURIComponent(secret),
    json,
    Buffer.from(secret).toString('hex'),
    ...inBase64,
  ];
}
