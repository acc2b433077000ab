import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const road: MantineColorsTuple = [
  '#eef4fc',
  '#dae7f7',
  '#b1cdf0',
  '#85b1e9',
  '#6099e3',
  '#4989df',
  '#3b80de',
  '#2b68c8',
  '#215bb0',
  '#134b97',
];

/** Mantine's own dark greys are neutral; these lean to blue like the rest of the page. Lightest first. */
const dark: MantineColorsTuple = [
  '#c9d2de',
  '#b0bcca',
  '#98a5b6',
  '#6b7889',
  '#3d4a5a',
  '#2b3644',
  '#1b2430',
  '#131922',
  '#0f151d',
  '#0c1016',
];

export const theme = createTheme({
  fontFamily: 'var(--road-font)',
  fontFamilyMonospace: 'var(--road-mono)',
  headings: { fontFamily: 'var(--road-font)', fontWeight: '600' },
  colors: { road, dark },
  primaryColor: 'road',
  primaryShade: 7,
  defaultRadius: 'md',
  respectReducedMotion: true,
  fontWeights: { medium: '500', bold: '650' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem' },
});

const shared = {
  '--mantine-color-body': 'var(--road-surface)',
  '--mantine-color-text': 'var(--road-ink)',
  '--mantine-color-dimmed': 'var(--road-dim)',
  '--mantine-color-default': 'var(--road-surface)',
  '--mantine-color-default-border': 'var(--road-line-strong)',
};

/** Mantine's own surfaces take the colours of `tokens.css`. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
