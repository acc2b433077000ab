import { readFileSync } from 'node:fs';
import { GovernanceModel } from './governance-model.js';

const text = readFileSync('governance/model.yaml', 'utf8');

describe('the governance model', () => {
  it('names its version with a digest of what it says', () => {
    const model = GovernanceModel.parse(text, 'model.yaml');
    expect(model.version).toMatch(/^\d{4}\.\d+\.\d+\+[0-9a-f]{12}$/);
    expect(GovernanceModel.parse(`${text}\n# changed`, 'model.yaml').version).not.toBe(model.version);
  });

  it('reads durations as milliseconds', () => {
    expect(GovernanceModel.parse(text, 'model.yaml').roads.workload.nhi.ownerlessDeadline).toBe(
      14 * 86_400_000,
    );
  });

  it('gives everybody the common birthright and a department its own', () => {
    const model = GovernanceModel.parse(text, 'model.yaml');
    expect(model.birthrightOf(undefined).map(({ target }) => target)).toEqual(['orders-db']);
    expect(model.birthrightOf('Engineering').map(({ target }) => target)).toEqual(['orders-db', 'cache']);
  });

  it.each([
    { name: 'an unknown key', broken: `${text}\nsurprise: true`, want: 'surprise' },
    { name: 'a duration that is none', broken: text.replace('PT1H', 'an hour'), want: 'an hour' },
    { name: 'a missing road', broken: text.replace('  agent:', '  agents:'), want: 'agent' },
  ])('refuses $name and says where', ({ broken, want }) => {
    expect(() => GovernanceModel.parse(broken, 'model.yaml')).toThrow(want);
  });
});
