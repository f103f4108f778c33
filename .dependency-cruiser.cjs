/**
 * The arrows of the house (ARCHITECTURE.md): which room may import which. Type-only imports count. Tests, and helpers
 * in folders named `testing`, may import what they test.
 */
const TESTS = '(\\.test\\.ts$|/testing/)';
const NODE = 'core';

/** `from` may reach only `allowed` of the project's own files. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { pathNot: [...allowed, '^node_modules/'], dependencyTypesNot: [NODE] },
});

/** Nobody but `from` may import the npm package `npm`. */
const room = (npm, from) => ({
  name: `${npm}-has-one-room`,
  comment: `only ${from} talks to ${npm}`,
  severity: 'error',
  from: { pathNot: [from, TESTS, '^tests/'] },
  to: { path: `^node_modules/${npm}/` },
});

module.exports = {
  forbidden: [
    {
      name: 'model-stands-alone',
      comment: 'model/ is pure: it imports nothing outside itself, neither packages nor Node',
      severity: 'error',
      from: { path: '^model/', pathNot: TESTS },
      to: { pathNot: '^model/' },
    },
    {
      name: 'vocabulary-stands-alone',
      comment: 'model/vocabulary is what the rooms share: it knows none of them',
      severity: 'error',
      from: { path: '^model/vocabulary/', pathNot: TESTS },
      to: { pathNot: '^model/vocabulary/' },
    },
    only('properties-know-the-model', 'properties → model', '^properties/', ['^properties/', '^model/']),
    only(
      'reference-knows-the-vocabulary',
      'two codings: an implementation on the stand shares only the vocabulary with the model',
      '^reference/',
      ['^reference/', '^model/vocabulary/'],
    ),
    only('reports-know-the-vocabulary', 'a verdict carries all that a report prints', '^reports/', [
      '^reports/',
      '^model/vocabulary/',
    ]),
    only('campaigns-do-not-know-the-door', 'campaign → reports, reference, properties, model', '^campaign/', [
      '^campaign/',
      '^reports/',
      '^reference/',
      '^properties/',
      '^model/',
    ]),
    only('door-knows-the-rooms', 'cli → campaign, reports, reference, properties, model', '^cli/', [
      '^cli/',
      '^campaign/',
      '^reports/',
      '^reference/',
      '^properties/',
      '^model/',
      '^package\\.json$',
    ]),
    {
      name: 'in-box-is-no-museum',
      comment: 'the in-box implementation does not know the exhibits that vary it',
      severity: 'error',
      from: { path: '^reference/in-box/', pathNot: TESTS },
      to: { path: '^reference/(museum|c|linux)/' },
    },
    room('koffi', '^reference/'),
    room('commander', '^cli/'),
    room('picocolors', '^reports/'),
    {
      name: 'no-cycles',
      comment: 'a cycle has no beginning to read from; types may describe each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'imports-exist',
      comment: 'everything imported must exist',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-tests-in-product',
      comment: 'what is shipped does not import tests',
      severity: 'error',
      from: { pathNot: [TESTS, '^tests/'] },
      to: { path: [TESTS, '^tests/'] },
    },
    {
      name: 'no-dev-packages-in-product',
      comment: 'what is shipped must run with the dependencies that an installation has',
      severity: 'error',
      from: { path: '^(model|properties|reference|reports|campaign|cli)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|build|\\.linux)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
