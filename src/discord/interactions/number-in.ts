/** A number in a text, which may have a comma for a point; the text itself where it is none, which no option takes. */
export function numberIn(text: string): number | string {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?\d{1,16}(\.\d{1,20})?$/.test(plain) ? Number(plain) : text;
}
