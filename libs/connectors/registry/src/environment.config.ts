/** A variable that a targets file names. */
export function environment(name: string): string | undefined {
  return process.env[name];
}
