// Turns colour tokens into the colours that a canvas understands, in the present theme.

export function tokenColor(host: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  (host.shadowRoot ?? host).append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

/** The same colour, thinner; computed colours come as rgb(r, g, b) or color(…). */
export function thin(color: string, alpha: number): string {
  const parts = /^rgb\((\d+),? (\d+),? (\d+)\)$/.exec(color);
  return parts ? `rgba(${parts[1]}, ${parts[2]}, ${parts[3]}, ${alpha})` : color;
}

export const rootFontPx = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
