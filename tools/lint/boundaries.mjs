/** Who may import whom, on the two tag axes: `type:` for the kind of project, `scope:` for the one project or domain. */
const scopes = (...names) => names.map((name) => `scope:${name}`);
const types = (...names) => names.map((name) => `type:${name}`);
const row = (sourceTag, onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });

/** What every connector may see: its port, and nothing of another connector. */
const connectorPort = scopes('identity', 'revocation', 'credentials', 'runtime', 'telemetry');

export const rows = [
  row('scope:identity', []),
  row('scope:telemetry', []),
  row('scope:contracts', scopes('identity')),
  row('scope:policy', scopes('identity')),
  row('scope:credentials', scopes('identity')),
  row('scope:runtime', scopes('telemetry')),
  row('scope:persistence', scopes('runtime', 'telemetry')),
  row('scope:bus', scopes('identity', 'contracts', 'persistence', 'runtime', 'telemetry')),
  row(
    'scope:revocation',
    scopes('identity', 'contracts', 'credentials', 'persistence', 'bus', 'runtime', 'telemetry'),
  ),
  row('scope:service', types('lib', 'connector', 'connector-registry')),
  row('type:connector', connectorPort),
  row('type:connector-registry', [...types('connector'), ...connectorPort]),
  row('type:app', types('lib', 'connector', 'connector-registry')),
  row('type:console', scopes('identity', 'contracts')),
  row('type:tooling', types('lib')),
  row('type:testing', types('lib', 'connector', 'connector-registry', 'tooling', 'testing')),
  row('type:suites', scopes('identity', 'contracts', 'testing', 'local', 'example')),
  row('type:bench', scopes('identity', 'contracts', 'testing', 'local', 'example')),
  row('type:tools', types('lib', 'tooling')),
];

/** A spec may also use the real servers and fakes of `testing`, and the suite that every connector passes. */
export const specRows = rows.map(({ sourceTag, onlyDependOnLibsWithTags }) =>
  row(sourceTag, [...onlyDependOnLibsWithTags, 'type:testing']),
);

export const boundaries = (depConstraints) => [
  'error',
  { depConstraints, allow: [], enforceBuildableLibDependency: false, checkNestedExternalImports: true },
];
