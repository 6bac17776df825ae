// Line icons drawn for this interface on a 20 × 20 grid; decoration only, words stand beside them.
import { html, svg, type TemplateResult } from 'lit';
import type { Branding } from '../api/types';
import { brandColour, brandLetters, textOn } from '../format/brand';

const paths = {
  overview: 'M3 3h6v7H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 12h6v5H3z',
  streaming: 'M2 6c3-3 5 3 8 0s5-3 8 0M2 11c3-3 5 3 8 0s5-3 8 0M2 16c3-3 5 3 8 0s5-3 8 0',
  decisions:
    'M3 5h14M3 10h9M3 15h7M16 13.500a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0zM15.5 15.2 18 17.5',
  cases: 'M3 6.500h14V16H3zM7 6.500V4h6v2.500M3 10.500h14M10 9.500v2',
  models: 'M10 3v3.5M4 16v-3l6-3 6 3v3M10 6.500v6.5M2.500 16h3v1.500h-3zM8.500 13h3v4.500h-3zM14.500 16h3v1.500h-3z',
  tester: 'M3 4h14v9H9l-4 3.500V13H3zM6.5 7.200h7M6.5 9.900h4.5',
  blocklist: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM5.1 5.100l9.8 9.8',
  access: 'M7 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 10h7v3.500M14.500 10v2.500',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  copy: 'M7 7h9v10H7zM13 7V3H4v10h3',
  docs: 'M5 3h7l3 3v11H5zM12 3v3h3M7.5 9.500h5M7.5 12.500h5',
  sun: 'M10 6.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.500M10 16.500V18M2 10h1.500M16.5 10H18M4.3 4.300l1 1M14.7 14.700l1 1M4.3 15.700l1-1M14.7 5.300l1-1',
  moon: 'M16.5 11.800A7 7 0 0 1 8.2 3.500a7 7 0 1 0 8.3 8.300z',
  bell: 'M5.5 13.500V9a4.5 4.5 0 0 1 9 0v4.500l1.5 1.500H4zM8.5 17h3',
  open: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
  arrow: 'M3 10h13M11.5 5.500 16 10l-4.5 4.5',
  again: 'M16 10a6 6 0 1 1-1.800-4.300L16 7.500M16 3.500v4h-4',
  close: 'M5 5l10 10M15 5 5 15',
  play: 'M6 4l10 6-10 6z',
  stop: 'M5 5h10v10H5z',
  search: 'M8.5 3.500a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12.2 12.2 17 17',
  leave: 'M8 3H4v14h4M8 10h9M13.5 6.5 17 10l-3.5 3.5',
  up: 'M10 16V5M5 9.500l5-5 5 5',
  check: 'M4 10.500l4 4 8-9',
  cross: 'M5 5l10 10M15 5 5 15',
  eye: 'M2 10s3-5.5 8-5.500S18 10 18 10s-3 5.5-8 5.500S2 10 2 10zM10 7.800a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.400z',
  pause: 'M7 5v10M13 5v10',
  warn: 'M10 3 18 16.500H2zM10 8v4M10 14.200v.3',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M9 4v12',
  help: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM8 8a2 2 0 1 1 2.8 1.900c-.6.3-.8.7-.8 1.400M10 13.800v.2',
} as const;

export type IconName = keyof typeof paths;

export const icon = (name: IconName, size = '1.125rem'): TemplateResult =>
  html`<svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    style="width:${size};height:${size};flex:none"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${svg`<path d=${paths[name]}></path>`}
  </svg>`;

/** A tenant's own mark: its letters on its colour. */
const ownMark = (letters: string, colour: string): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    width="28"
    height="28"
    style="width:1.75rem;height:1.75rem;flex:none"
    aria-hidden="true"
  >
    <rect width="24" height="24" rx="5.5" fill=${colour}></rect>
    <text
      x="12"
      y="12.5"
      fill=${textOn(colour)}
      font-size=${letters.length > 2 ? 9 : 11}
      font-weight="700"
      text-anchor="middle"
      dominant-baseline="central"
    >
      ${letters}
    </text>
  </svg>`;

/** Ours, until a tenant has both letters and a colour. */
export function brandMark(branding: Branding | null): TemplateResult {
  const colour = brandColour(branding?.colour);
  const letters = brandLetters(branding?.logo);
  return colour && letters ? ownMark(letters, colour) : mark(colour);
}

/** The mark: a bird's head with the dark mask over its eye. */
export const mark = (colour: string | null = null): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    width="28"
    height="28"
    style="width:1.75rem;height:1.75rem;flex:none"
    aria-hidden="true"
  >
    <rect width="24" height="24" rx="5.5" fill=${colour ?? 'var(--accent)'}></rect>
    <path
      fill="var(--accent-contrast)"
      d="M3.6 11.200c.5-3.6 3.3-6 6.9-6 3.5 0 6 2.3 6.4 5.600l.3 2.2 3.6 6.200h-3.300l-2.4-2.700c-1.1.7-2.5 1.1-4 1.1-4.2 0-6.7-2.4-6.7-5.200l-1.9.7z"
    ></path>
    <path
      fill="var(--accent-strong)"
      d="M4.5 9.700c2.2-1.5 5.4-1.9 8.7-.9.9.3.8 1.6-.1 1.8-2.9.6-5.5.5-8.2 1.300z"
    ></path>
  </svg>`;
