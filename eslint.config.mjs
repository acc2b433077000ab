import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { boundaries, rows, specRows } from './tools/lint/boundaries.mjs';
import { act, entryPoints, everywhere, outsideConfig } from './tools/lint/restrictions.mjs';

// Without a project graph on disk the boundary rule skips itself in silence, so the graph is made before anything is linted.
await createProjectGraphAsync();

const specs = ['**/*.{spec,int-spec,contract,suite}.ts'];
const resolver = createNodeResolver({
  extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
  conditionNames: ['trivium-source', 'node', 'import', 'default'],
});

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.cache/', '.data/', 'coverage/', 'test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@nx': nx, 'import-x': importX },
    settings: { 'import-x/resolver-next': [resolver], 'import-x/extensions': ['.ts', '.tsx', '.js'] },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(rows),
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-restricted-syntax': ['error', ...everywhere, ...outsideConfig],
      'no-restricted-imports': ['error', { patterns: entryPoints }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A module of Nest is a class with nothing in it, and a number in a message needs no ceremony.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Blind to what changes during an await: `if (this.closed)` after one is called unnecessary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/require-await': 'off',
      // `void promise` and `() => void act()` say what they mean; handlers are passed around bound.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // A caught `unknown` is passed on as it came.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  { files: specs, rules: { '@nx/enforce-module-boundaries': boundaries(specRows) } },
  {
    // Jest's matchers are `any`, and a missing value is what a spec is there to find.
    files: [...specs, 'suites/**', 'bench/**', 'libs/example/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.config.ts', 'tools/**', 'bench/**', 'suites/**', '**/*.int-spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    files: ['apps/*/src/*/**/*.ts', 'libs/policy/src/**/*.ts', 'libs/identity/src/**/*.ts'],
    ignores: act.edges,
    rules: act.rules,
  },
);
