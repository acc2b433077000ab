import { javaMajorVersion } from './java.js';

describe('javaMajorVersion', () => {
  it.each([
    { name: 'a current release', output: 'openjdk version "17.0.15" 2025-04-15', want: 17 },
    { name: 'an early access build', output: 'openjdk version "25-ea" 2025-09-16', want: 25 },
    { name: 'the old numbering', output: 'java version "1.8.0_402"', want: 1 },
    { name: 'something else', output: 'command not found', want: 0 },
  ])('reads $name', ({ output, want }) => expect(javaMajorVersion(output)).toBe(want));
});
