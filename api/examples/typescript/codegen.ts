import type { CodegenConfig } from '@graphql-codegen/cli';

// The schema is the service's contract as committed; `https://…/graphql` with a token would do as well.
const config: CodegenConfig = {
  emitLegacyCommonJSImports: false,
  schema: '../../../schema.graphql',
  documents: 'src/**/*.graphql',
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string', Date: 'string', Duration: 'string', ID: 'string' },
        documentMode: 'string',
      },
    },
  },
};

export default config;
