/** Names in place of ids, times and seeds, which differ from run to run. */
export class Names {
  readonly #byId = new Map<string, string>();

  /** The first name stays. */
  add(id: string, name: string): void {
    if (!this.#byId.has(id)) this.#byId.set(id, name);
  }

  of(id: string): string {
    return this.#byId.get(id) ?? id;
  }

  /** The text with all known ids and all times replaced. */
  replaceIn(text: string): string {
    const ids = [...this.#byId.keys()].sort((a, b) => b.length - a.length);
    const known = new RegExp(`(?<![a-z0-9])(${ids.map(escape).join('|')})(?![a-z0-9])`, 'g');
    const named = ids.length === 0 ? text : text.replace(known, (id) => this.of(id));
    return withoutTimes(
      named
        .replaceAll(/<#([^<>\n]+)>/g, '$1')
        .replaceAll(/<(@&?)([^<>\n]+)>/g, '$1$2')
        .replaceAll(/<(\/[^<>:\n]+):[^<>\n]+>/g, '$1')
        .replaceAll(/\bjob (?=job \d)/g, '')
        .replaceAll(/\berased-[0-9a-f]{32}\b/g, 'an erased member')
        .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '<local>'),
    );
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

const DURATION = /\b(?:\d+\s?(?:min|分)\s?)?\d+(?:[.,]\d+)?\s?(?:ms|s|秒)(?![\p{L}\d])/gu;

function withoutTimes(text: string): string {
  return (
    text
      .replaceAll(/<t:\d+(?::\w)?>/g, '<time>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '<time>')
      .replaceAll(DURATION, '<time>')
      // A share on the GPU is named only where it reads differently.
      .replaceAll(/<time>[^·\n]*<time>[^·\n]*?(?= ·|$)/gm, '<time>')
  );
}
