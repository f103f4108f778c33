import { definitionsOf, extractFunctions } from './extract';

const SOURCE = `#include <linux/x.h>

struct thing {
	int a;
};

static int helper(int a)
{
	return a ? other(a) : 0;
}

static int other(int a)
{
	if (a) {
		a--;
	}
	return a;
}

/**
 * wanted() - does it
 */
int wanted(struct thing *t,
	   int b)
{
	return helper(t->a + b);
}
EXPORT_SYMBOL_GPL(wanted);

int
unwanted(void)
{
	return 1;
}
`;

test('finds definitions, however their heads are broken into lines', () => {
  expect(definitionsOf(SOURCE.split('\n')).map((d) => d.name)).toEqual(['helper', 'other', 'wanted', 'unwanted']);
});

test('takes what the wanted functions call, in file order, unchanged', () => {
  const text = extractFunctions(SOURCE, 'drivers/x.c', ['wanted']);
  expect(text).not.toContain('unwanted');
  expect(text.indexOf('helper(int a)')).toBeLessThan(text.indexOf('int wanted(struct thing *t,\n\t   int b)'));
  expect(text).toContain('#line 7 "drivers/x.c"\nstatic int helper(int a)\n{\n\treturn a ? other(a) : 0;\n}\n');
  expect(text).toContain('static int other');
});

test('leaves out names that the file does not have, and fails if it has none', () => {
  expect(extractFunctions(SOURCE, 'x.c', ['other', 'gone'])).toContain('static int other');
  expect(() => extractFunctions(SOURCE, 'x.c', ['gone'])).toThrow('x.c defines none of gone');
});
