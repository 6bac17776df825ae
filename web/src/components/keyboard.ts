// Single-key commands, silent while somebody is typing.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type Commands = Record<string, () => void>;

export class Hotkeys implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly commands: Commands,
    /** While it says no, the keys are left to others. */
    private readonly isOn: () => boolean = () => true,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.onKey);
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.onKey);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLElement && target.matches('input, textarea, select');
    if (typing && event.key !== 'Escape') return;
    const command = this.commands[event.key];
    if (!command || !this.isOn()) return;
    event.preventDefault();
    command();
  };
}

/** Moves the focus by `step` among the elements that match, starting at the first. */
export function moveFocus(root: ParentNode & DocumentOrShadowRoot, selector: string, step: number) {
  const items = [...root.querySelectorAll<HTMLElement>(selector)];
  const at = items.findIndex((item) => item === root.activeElement);
  const next = items[at === -1 ? 0 : Math.min(items.length - 1, Math.max(0, at + step))];
  next?.focus();
}
