// Light, dark, or as the system says; remembered in this browser.
import { Store } from './store';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'shrike.theme';

export class ThemeStore extends Store<Theme> {
  private readonly systemDark = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    super(remembered());
    this.apply();
    this.systemDark.addEventListener('change', () => this.notify());
  }

  get shown(): 'light' | 'dark' {
    if (this.value !== 'auto') return this.value;
    return this.systemDark.matches ? 'dark' : 'light';
  }

  /** Light <-> dark; going back to what the system says means following it again. */
  toggle(): void {
    const next = this.shown === 'dark' ? 'light' : 'dark';
    const system = this.systemDark.matches ? 'dark' : 'light';
    this.choose(next === system ? 'auto' : next);
  }

  private choose(theme: Theme): void {
    localStorage.setItem(KEY, theme);
    this.set(theme);
  }

  private apply(): void {
    if (this.value === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.value;
  }

  // The attribute first: followers read the new colours when they are told.
  protected override notify(): void {
    this.apply();
    super.notify();
  }
}

function remembered(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'auto';
}
