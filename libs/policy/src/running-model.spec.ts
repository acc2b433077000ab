import { bundleOf, readBundle, type Bundle } from './bundle/bundle.js';
import { RunningModel } from './running-model.js';
import { InvalidGovernance } from './text/finding.js';

let installed: Bundle;
beforeAll(async () => (installed = await readBundle('governance')));

const withDepth = (depth: number | string) =>
  bundleOf(
    installed.files.map(({ path, text }) => ({
      path,
      text: text.replace('maxDepth: 4', `maxDepth: ${depth}`),
    })),
  );
const depthOf = ({ roads }: RunningModel) => roads.agent.delegation.maxDepth;

describe('the model that a process runs', () => {
  it('is the one that was installed, until one is published', () => {
    const model = new RunningModel(installed);
    const told: string[] = [];
    model.onAdopted(({ digest }) => told.push(digest));
    expect({ depth: depthOf(model), sequence: model.sequence }).toEqual({ depth: 4, sequence: 0 });
    const before = model.version;
    model.adopt(withDepth(2), 7);
    expect({ depth: depthOf(model), sequence: model.sequence }).toEqual({ depth: 2, sequence: 7 });
    expect(model.version).not.toBe(before);
    expect(told).toEqual([withDepth(2).digest]);
  });

  it.each([7, 6])('is not changed by publication %i after the seventh', (sequence) => {
    const model = new RunningModel(installed);
    model.adopt(withDepth(2), 7);
    model.adopt(withDepth(3), sequence);
    expect({ depth: depthOf(model), digest: model.bundle.digest }).toEqual({
      depth: 2,
      digest: withDepth(2).digest,
    });
  });

  it('is not changed by one that cannot be read', () => {
    const model = new RunningModel(installed);
    expect(() => model.adopt(withDepth('many'), 1)).toThrow(InvalidGovernance);
    expect({ depth: depthOf(model), sequence: model.sequence }).toEqual({ depth: 4, sequence: 0 });
  });
});
