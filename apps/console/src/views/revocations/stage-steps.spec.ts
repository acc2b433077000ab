import { sampleRevocation } from './sample-revocation.js';
import { stageSteps } from './stage-steps.js';

const statesOf = (view: Parameters<typeof stageSteps>[0]) => stageSteps(view).map((step) => step.state);

describe('the steps of a revocation', () => {
  it.each([
    { stage: 'received' as const, want: ['reached', 'next', 'later', 'later'] },
    { stage: 'contained' as const, want: ['reached', 'reached', 'next', 'later'] },
    { stage: 'eradicated' as const, want: ['reached', 'reached', 'reached', 'next'] },
    { stage: 'verified' as const, want: ['reached', 'reached', 'reached', 'reached'] },
  ])('go as far as $stage', ({ stage, want }) => expect(statesOf(sampleRevocation({ stage }))).toEqual(want));

  it('carry the time since the event, and none where nothing was measured', () => {
    const steps = stageSteps(sampleRevocation());
    expect(steps.map((step) => step.afterMs)).toEqual([0, 4, undefined, undefined]);
  });
});
