import { z } from 'zod';
import { modelFile } from '../comfy/model-file.ts';
import { microsOf } from '../comfy/money.ts';
import { adultWordIn } from '../safety/checkpoint.ts';

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A server's address, as URLs have it in requests but without a trailing slash: https, or http on this machine. */
export const serverUrl = z
  .string()
  .refine(
    (text) => {
      if (!URL.canParse(text)) return false;
      const url = new URL(text);
      // What is appended to it would stand behind these, even where nothing else does.
      if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return false;
      return (
        url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.has(url.hostname))
      );
    },
    { error: 'must be an https address (http only on this machine)' },
  )
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

const LONGEST_PAGE_URL = 512;

/** The https address of a page that people are sent to, as it may stand in a link of Discord's markdown. */
export const pageUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.href.length <= LONGEST_PAGE_URL) {
    return url.href.replaceAll('(', '%28').replaceAll(')', '%29');
  }
  const message = `must be an https address of at most ${LONGEST_PAGE_URL} characters`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** A whole number of milliseconds in a range. */
export const milliseconds = (min: number, max: number) =>
  z.coerce
    .number({ error: 'must be a whole number of milliseconds' })
    .int({ error: 'must be a whole number of milliseconds' })
    .min(min, { error: `must be at least ${min} ms` })
    .max(max, { error: `must be at most ${max} ms` });

/** A port to listen on. */
export const listenPort = z.coerce
  .number({ error: 'must be the number of a port' })
  .int({ error: 'must be the number of a port' })
  .min(1, { error: 'must be at least 1' })
  .max(65_535, { error: 'must be at most 65535' });

/** An address of this machine to listen on, or its name. */
export const listenHost = z.string().regex(/^[\w.:%-]+$/, {
  error: 'must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them',
});

/** How many of something may be; 0 is no limit. */
export const count = z.coerce
  .number({ error: 'must be a whole number' })
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be at least 0, which is no limit' })
  .max(1_000_000, { error: 'must be at most 1000000' });

/** An amount of US dollars; 0 is no limit, and what is less than can be counted must not come to that. */
export const dollars = z.coerce
  .number({ error: 'must be an amount of US dollars, such as 2.50' })
  .min(0, { error: 'must be at least 0, which is no limit' })
  .max(1_000_000, { error: 'must be at most 1000000' })
  .refine((usd) => usd <= 0 || microsOf(usd) > 0, {
    error: 'must be 0, which is no limit, or at least 0.000001',
  });

/** A number of hours or days. */
export const amountOf = (unit: 'hours' | 'days', max: number, min = 1) =>
  z.coerce
    .number({ error: `must be a number of ${unit}` })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });

/** One of Discord's ids. */
export const snowflake = (what: string) =>
  z
    .string()
    .regex(/^\d{17,20}$/, { error: `must be the id of a Discord ${what} (17 to 20 digits)` });

/** Several of Discord's ids, separated by commas. */
export const snowflakes = (what: string) =>
  z.string().transform((text, context) => {
    const ids = text.split(',').map((id) => id.trim());
    if (ids.every((id) => snowflake(what).safeParse(id).success)) return ids;
    const message = `must be ids of Discord ${what}s (17 to 20 digits), separated by commas`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Says that there is nothing, where otherwise a default would apply. */
export const NONE = 'none';

/** The name of a checkpoint that does not call itself adult-rated, or undefined for {@link NONE}. */
export const generalCheckpoint = modelFile
  .superRefine((name, context) => {
    const word = adultWordIn(name);
    if (word === undefined) return;
    context.addIssue({
      code: 'custom',
      message: `must be a general-audience checkpoint, but its name says "${word}"; it is used for every photo of a face`,
    });
  })
  .transform((name) => (name === NONE ? undefined : name));

/** One of these words. */
export const oneOf = <const T extends readonly string[]>(names: T) =>
  z.enum(names, { error: `must be ${names.join(' or ')}` });

/** The origins of hosts separated by commas, each with a port if it needs one. */
export const hosts = z.string().transform((text, context) => {
  const origins = text.split(',').map((host) => originOf(host.trim()));
  const known = origins.filter((origin) => origin !== undefined);
  if (known.length === origins.length) return known;
  const message = 'must be host names separated by commas, such as bucket.s3.amazonaws.com';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const HOST_NAME = /^(?:[a-z\d.-]+|\[[\da-f:.]+\])$/;

/** https, or a complete http address on this machine; it may hold nothing but a host. */
function originOf(host: string): string | undefined {
  const url = serverUrl.safeParse(host.includes('://') ? host : `https://${host}`).data;
  if (url === undefined || /[@?#\s\p{C}]/u.test(host)) return undefined;
  const { origin, pathname, hostname } = new URL(url);
  return pathname === '/' && HOST_NAME.test(hostname) ? origin : undefined;
}

/** A variable that has to be set; `what` says what it is. */
export const required = (what: string) => z.string({ error: `is missing: ${what}` });

/** What travels in a header, which takes no other characters. */
export const secret = (what: string) =>
  required(what).regex(/^[\x21-\x7e]+$/, {
    error: 'must contain neither spaces nor special characters',
  });
