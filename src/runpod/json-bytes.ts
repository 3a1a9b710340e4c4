/** The bytes that matter to a reader of JSON that builds nothing from it. */
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COLON = 0x3a;
export const COMMA = 0x2c;
export const OPENING_BRACKET = 0x5b;
export const OPENING_BRACE = 0x7b;
export const CLOSING_BRACKET = 0x5d;
export const CLOSING_BRACE = 0x7d;
