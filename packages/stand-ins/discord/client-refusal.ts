/**
 * Discord's client would not let a person do that: it offers no such thing, or its form refuses
 * what was filled in. The message says why, as a part of a sentence.
 */
export class ClientRefusal extends Error {
  override readonly name = 'ClientRefusal';
}
