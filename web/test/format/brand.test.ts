// A tenant's own mark stays readable whatever its colour.
import { describe, expect, it } from 'vitest';
import { brandColour, brandLetters, luminance, textOn } from '../../src/format/brand';

describe('brand', () => {
  it('takes colours only', () => {
    expect(brandColour('#1A7F5a')).toBe('#1A7F5a');
    expect(['red', '#12345', '#1234567', 'url(x)', '', null, undefined].map(brandColour)).toEqual(
      Array(7).fill(null),
    );
  });

  it('takes as many letters as fit, whole ones', () => {
    expect([' AB ', 'Österreich', '🏦🏦🏦🏦', null].map(brandLetters)).toEqual([
      'AB',
      'Öst',
      '🏦🏦🏦',
      '',
    ]);
  });

  it('writes on every colour with at least 4.5 to 1', () => {
    const steps = ['00', '33', '66', '77', '80', '99', 'cc', 'ff'];
    for (const red of steps)
      for (const green of steps)
        for (const blue of steps) {
          const colour = `#${red}${green}${blue}`;
          const light = luminance(colour) + 0.05;
          expect(textOn(colour) === 'white' ? 1.05 / light : light / 0.05).toBeGreaterThan(4.5);
        }
  });
});
