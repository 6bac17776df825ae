// What a tenant may put in the place of our own mark: a colour, and a text short enough for it.
const COLOUR = /^#[0-9a-f]{6}$/i;
const LOGO_CHARS_MAX = 3;

/** Null where it is not a colour that may stand in a style. */
export const brandColour = (colour: string | null | undefined): string | null =>
  colour && COLOUR.test(colour) ? colour : null;

/** Longer ones would not fit into the mark. */
export const brandLetters = (logo: string | null | undefined): string =>
  [...(logo ?? '').trim()].slice(0, LOGO_CHARS_MAX).join('');

/** Relative luminance as WCAG 2.2 defines it, from 0 to 1. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The one of the two that stands out more: always more than 4.5 to 1. */
export const textOn = (colour: string): 'black' | 'white' =>
  1.05 / (luminance(colour) + 0.05) > (luminance(colour) + 0.05) / 0.05 ? 'white' : 'black';
