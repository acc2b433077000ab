import { z } from 'zod';

/** How a control is lived: `observe` only records what it would do, `warn` also tells the caller, `enforce` decides. */
export const adoptionModes = ['observe', 'warn', 'enforce'] as const;
export type AdoptionMode = (typeof adoptionModes)[number];

const mode = z.enum(adoptionModes);

export const adoption = z.strictObject({
  default: mode,
  /** By control; others are at the default. */
  controls: z.record(z.string(), mode),
});
export type Adoption = z.output<typeof adoption>;

export function modeOf(given: Adoption, control: string): AdoptionMode {
  return given.controls[control] ?? given.default;
}
