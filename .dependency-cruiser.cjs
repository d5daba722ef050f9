/** Dependencies point one way: domain <- usecases <- adapters, runtime <- functions. */
const notTest = '\\.test\\.ts$';
const rule = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { pathNot: notTest, ...from },
  to,
});
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    rule(
      'domain-is-pure',
      { path: '^layers/domain' },
      { path: '^(layers/(contract|usecases|adapters|runtime|ports)|functions|infra|fleet|local|cli|bench|test)' },
      'the domain knows nothing above it',
    ),
    rule(
      'contract-is-pure',
      { path: '^layers/contract' },
      { path: '^(layers/(usecases|adapters|runtime|ports)|functions|infra|fleet|local|cli|bench|test)' },
      'the contract is known to servers and clients alike',
    ),
    rule(
      'domain-knows-no-aws',
      { path: '^layers/domain' },
      { path: 'node_modules/(@aws|aws-|@middy)' },
      'the domain knows no AWS',
    ),
    rule(
      'domain-does-no-io',
      { path: '^layers/domain' },
      { path: '^(node:)?(fs|http|https|net|child_process|os|timers)(/|$)' },
      'the domain does no I/O',
    ),
    rule(
      'usecases-see-ports',
      { path: '^layers/usecases' },
      { path: '^(layers/(adapters|runtime)|functions|infra|fleet|local|cli|bench|test)' },
      'use cases reach outside through ports',
    ),
    rule(
      'usecases-know-no-aws',
      { path: '^layers/usecases' },
      { path: 'node_modules/(@aws|aws-)' },
      'use cases know no AWS',
    ),
    rule(
      'adapters-below-functions',
      { path: '^layers' },
      { path: '^(functions|infra|fleet|local|cli|bench|test)' },
      'layers never see what runs on them',
    ),
    rule(
      'functions-do-not-deploy',
      { path: '^functions' },
      { path: '^(infra|fleet|local|cli|bench|test)' },
      'what runs does not know how it is deployed',
    ),
    rule(
      'cli-sees-domain',
      { path: '^cli' },
      // `forestall forecast` runs the models on this machine: their WebAssembly reaches nothing outside
      { path: '^(layers/(adapters/(?!augurs/)|usecases|runtime)|functions|infra)' },
      'the CLI is a client of the API and of the domain',
    ),
    rule(
      'fleet-stands-alone',
      { path: '^fleet' },
      { path: '^(layers/(adapters|usecases)|functions|infra|local|cli|bench|test)' },
      'the demo fleet is a guest',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
