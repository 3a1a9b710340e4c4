import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'demo-pictures/', 'coverage/', 'bench-results/', '.stryker/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['run-built.js', 'test/busy/stand-still.js'] },
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only src/config/config.ts reads the environment; take a Config instead.',
        },
      ],
    },
  },
  {
    files: [
      'src/config/config.ts',
      'test/**',
      'packages/stand-ins/**',
      'bench/**',
      'test/browser.config.ts',
      'test/busy.config.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // What people do to words, code point by code point; it is left as it was written.
    files: ['test/screening/measured/first/tricks.ts'],
    rules: { '@typescript-eslint/no-misused-spread': 'off' },
  },
);
