import { createHash } from 'node:crypto';

export interface ExamplePerson {
  readonly externalId: string;
  readonly displayName: string;
  readonly email: string;
  readonly department: string;
  readonly jobTitle: string;
  readonly location: string;
  readonly timeZone: string;
}

const syllables = [
  'ba',
  'do',
  'fe',
  'gri',
  'ka',
  'lo',
  'mi',
  'nu',
  'pa',
  're',
  'sol',
  'ta',
  've',
  'xi',
  'yor',
  'zan',
];
const places = [
  { location: 'Lisbon', timeZone: 'Europe/Lisbon' },
  { location: 'Nairobi', timeZone: 'Africa/Nairobi' },
  { location: 'Osaka', timeZone: 'Asia/Tokyo' },
  { location: 'Montevideo', timeZone: 'America/Montevideo' },
];
const jobs = [
  { department: 'Engineering', jobTitle: 'Engineer' },
  { department: 'Finance', jobTitle: 'Controller' },
  { department: 'Support', jobTitle: 'Support agent' },
  { department: 'Security', jobTitle: 'Security analyst' },
];

function word(bytes: Buffer, from: number): string {
  const parts = [0, 1, 2].map((at) => syllables[bytes[from + at]! % syllables.length]!).join('');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** The same invented people for the same seed; their names belong to nobody. */
export function examplePeople(count: number, seed = 'example'): ExamplePerson[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = createHash('sha256').update(`${seed}:${index}`).digest();
    const [given, family] = [word(bytes, 0), word(bytes, 3)];
    const externalId = `${seed}-${1001 + index}`;
    return {
      externalId,
      displayName: `${given} ${family}`,
      email: `${given}.${family}.${index}@example.org`.toLowerCase(),
      ...jobs[bytes[6]! % jobs.length]!,
      ...places[bytes[7]! % places.length]!,
    };
  });
}
