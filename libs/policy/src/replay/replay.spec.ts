import { bundleOf } from '../bundle/bundle.js';
import { engineOf, loadGovernance, parseGovernance, type Governance } from '../governance.js';
import { recordedDecision, type RecordedDecision } from './recorded-decision.js';
import { replay } from './replay.js';

let governance: Governance;
let records: readonly RecordedDecision[];

beforeAll(async () => {
  governance = await loadGovernance('governance');
  const engine = engineOf(governance);
  records = governance.cases.map((question, index) => {
    const { principal, action, resource, context, entities } = question;
    const { decision, determining } = engine.decide(question);
    const how = { decisionId: `dec_${index}`, at: '2026-03-02T08:15:30Z', policyVersion: governance.version };
    const line = JSON.stringify({
      ...how,
      decision,
      determining,
      question: { principal, action, resource, context, entities },
    });
    return recordedDecision.parse(JSON.parse(line));
  });
  engine.dispose();
});

describe('recorded decisions, made again', () => {
  it('are the same under the same version', () => {
    const engine = engineOf(governance);
    expect(replay(records, engine)).toEqual({ replayed: governance.cases.length, changed: [] });
    engine.dispose();
  });

  it('show each one that a draft would decide otherwise', () => {
    const files = governance.bundle.files.map(({ path, text }) => ({
      path,
      text: text.replace('context.denials >= 5', 'context.denials >= 4'),
    }));
    const engine = engineOf(parseGovernance(bundleOf(files)));
    const { changed } = replay(records, engine);
    expect(changed.map(({ recorded, now }) => [recorded.decision, now.decision, now.determining])).toEqual([
      ['allow', 'deny', ['repeated-denials']],
    ]);
    engine.dispose();
  });
});
