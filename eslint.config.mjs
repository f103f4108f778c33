import tseslint from 'typescript-eslint';

/** Longest hand-written file (docs: ARCHITECTURE.md, "Style"). */
const MAX_LINES = 400;

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'build/', 'coverage/', 'out/', '.linux/', '**/*.cjs', 'bin/'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: MAX_LINES }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      // A forgotten await loses a verdict without a sound.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // CommonJS: what is loaded only when needed (koffi, a user's module) is required.
      '@typescript-eslint/no-require-imports': 'off',
      // `!` after an index says that it is within bounds; the hot paths are full of typed-array reads.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  // Entry points that people run: what they print goes to the console.
  { files: ['bench/**', 'tools/**', 'reference/linux/**'], rules: { 'no-console': 'off' } },
  // Long tables of golden values are data.
  { files: ['tests/golden/**'], rules: { 'max-lines': 'off' } },
);
