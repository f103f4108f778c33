import { allRules } from '../../properties/page-table/catalogue';
import { standardParts } from '../../reference/in-box/page-table';
import { exhibits, exhibitSubject } from '../../reference/museum/page-table';
import { openSubject } from '../../reference/registry';

test('each exhibit replaces exactly one part, by something else', () => {
  for (const { name, parts } of exhibits()) {
    const replaced = Object.keys(parts) as (keyof typeof standardParts)[];
    expect({ name, replaced: replaced.length }).toEqual({ name, replaced: 1 });
    expect({ name, same: parts[replaced[0]!] === standardParts[replaced[0]!] }).toEqual({ name, same: false });
  }
});

test('each exhibit names a rule of its contract and formats', () => {
  for (const { name, rule: id, contract, formats } of exhibits()) {
    const rule = allRules().find((r) => r.id === id);
    expect({ name, rule: rule?.id }).toEqual({ name, rule: id });
    expect({ name, applies: rule!.contracts.includes(contract) }).toEqual({ name, applies: true });
    expect({ name, formats: formats.every((f) => rule!.formats.includes(f)) }).toEqual({ name, formats: true });
  }
});

test('every rule that can be judged has an exhibit of its own', () => {
  const named = new Set(exhibits().map(({ rule }) => rule));
  const judged = allRules().filter(({ scope }) => scope !== 'untested');
  expect(judged.filter(({ id }) => !named.has(id)).map(({ id }) => id)).toEqual([]);
});

test('an exhibit is in kebab-case, and a subject by that name', async () => {
  for (const exhibit of exhibits()) {
    expect(exhibit.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(exhibitSubject(exhibit).capabilities.name).toBe(`exhibit:${exhibit.name}`);
  }
  const [first] = exhibits();
  expect((await openSubject(`exhibit:${first!.name}`)).capabilities.name).toBe(`exhibit:${first!.name}`);
});
