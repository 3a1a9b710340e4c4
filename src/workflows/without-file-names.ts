/**
 * How words name a file: ComfyUI's encoders load `embedding:name`, and many of others `<lora:name:1>`,
 * some of them by further names.
 */
const LOADS = /(embedding|lora|lyco|lycoris|hypernet|hypernetwork)\s*:/gi;

/** Words by which no encoder loads a file. */
export function withoutFileNames(words: string): string {
  return words.replace(LOADS, '$1 ');
}
