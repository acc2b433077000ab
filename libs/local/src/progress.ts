/** Told what is going on, one short line at a time; a caller shows it or throws it away. */
export type Progress = (text: string) => void;

export const silent: Progress = () => {};
