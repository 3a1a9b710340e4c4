import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { problemWith } from '../../../packages/stand-ins/discord/option-problem.ts';
import { readField } from '../../../packages/stand-ins/playground/page/composer/field-reading.ts';

const rules = fileURLToPath(new URL('../../../packages/stand-ins/discord/rules/', import.meta.url));
const { String: Text, Integer, Number: Decimal } = ApplicationCommandOptionType;

it("Discord's rules are for the browser too: they import its types and each other alone", () => {
  const imported = readdirSync(rules).flatMap((file) =>
    Array.from(readFileSync(rules + file, 'utf8').matchAll(/from '([^']+)'/g), ([, name]) => name),
  );
  expect(imported.length).toBeGreaterThan(0);
  const foreign = imported.filter((name) => name !== 'discord-api-types/v10');
  expect(foreign.filter((name) => !/^\.\/[\w-]+\.ts$/.test(name ?? ''))).toEqual([]);
});

const name = fc.constant('it');
const description = fc.constant('It');
const bound = fc.integer({ min: -3, max: 9 });
const size = fc.nat({ max: 9 });
const text = fc.record(
  { name, description, type: fc.constant(Text), min_length: size, max_length: size },
  { requiredKeys: ['name', 'description', 'type'] },
);
const whole = fc.record(
  { name, description, type: fc.constant(Integer), min_value: bound, max_value: bound },
  { requiredKeys: ['name', 'description', 'type'] },
);
const decimal = fc.record(
  { name, description, type: fc.constant(Decimal), min_value: bound, max_value: bound },
  { requiredKeys: ['name', 'description', 'type'] },
);
const typed = fc.oneof(
  fc.stringMatching(/^[a-z]{1,12}$/),
  fc.integer({ min: -5, max: 12 }).map(String),
  fc.integer({ min: -50, max: 120 }).map((tenths) => String(tenths / 10)),
);

it('the page and the sandbox refuse the same values', () => {
  fc.assert(
    fc.property(fc.oneof(text, whole, decimal), typed, (option, words) => {
      const around = { people: [], channels: [] };
      const page = readField({ option, text: words, checked: true }, around);
      const value = option.type === Text ? words : Number(words);
      expect(page.kind).toBe(problemWith(option, value) === undefined ? 'value' : 'problem');
    }),
  );
});
