/** So much of a secret text is enough to know it by, and so many of a picture's bytes. */
const TEXT_WINDOW = 16;
const BYTES_WINDOW = 24;
/** The same bytes in base64. */
const BASE64_WINDOW = (BYTES_WINDOW / 3) * 4;
/** A window of fewer different characters may stand anywhere. */
const LEAST_DIFFERENT = 8;

/** Looks for any part of what must not be found, in every form in which it may be written. */
export class SecretSearch {
  readonly #windows = new Map<number, Map<string, string>>();
  readonly #words = new Map<string, string>();

  /** Any 16 characters of it: plain, in a URL, in JSON, in hex, in base64. */
  addText(name: string, secret: string): void {
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      bytes.toString('hex'),
      ...base64Forms(bytes),
    ];
    for (const form of forms) this.#addWindows(name, form, TEXT_WINDOW);
  }

  /** Any 24 bytes of it, as they are or in base64. */
  addBytes(name: string, bytes: Buffer): void {
    this.#addWindows(name, bytes.toString('latin1'), BYTES_WINDOW);
    this.addBase64(name, bytes);
  }

  /** Any 24 bytes of it in base64: the bytes themselves may be there. */
  addBase64(name: string, bytes: Buffer): void {
    for (const form of base64Forms(bytes)) this.#addWindows(name, form, BASE64_WINDOW);
  }

  /** Every one of these words, in capitals or not. */
  addWords(name: string, words: string): void {
    for (const word of words.toLowerCase().split(/\W+/)) {
      if (word.length > 4) this.addWhole(name, word);
    }
  }

  /** This very text, in capitals or not. */
  addWhole(name: string, text: string): void {
    this.#words.set(text.toLowerCase(), name);
  }

  /** The names of what stands there, each once. */
  findIn(content: string | Buffer): string[] {
    const text = typeof content === 'string' ? content : content.toString('latin1');
    const found = new Set<string>();
    for (const [size, windows] of this.#windows) {
      for (let at = 0; at + size <= text.length; at += 1) {
        const name = windows.get(text.slice(at, at + size));
        if (name !== undefined) found.add(name);
      }
    }
    const lower = text.toLowerCase();
    for (const [word, name] of this.#words) if (lower.includes(word)) found.add(name);
    return [...found];
  }

  #addWindows(name: string, form: string, size: number): void {
    const windows = this.#windows.get(size) ?? new Map<string, string>();
    this.#windows.set(size, windows);
    for (let at = 0; at + size <= form.length; at += 1) {
      const window = form.slice(at, at + size);
      if (new Set(window).size >= LEAST_DIFFERENT) windows.set(window, name);
    }
  }
}

/** Bytes in base64 at each of the three places in a group where they may begin. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((skipped) => {
    const rest = bytes.subarray(skipped);
    return [rest.toString('base64'), rest.toString('base64url')];
  });
}
