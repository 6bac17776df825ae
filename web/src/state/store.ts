// The smallest observable value, and the way a Lit element follows it.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type Unsubscribe = () => void;

export interface Observable<T> {
  readonly value: T;
  subscribe(listener: () => void): Unsubscribe;
}

export class Store<T> implements Observable<T> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(next: T): void {
    if (Object.is(next, this.current)) return;
    this.current = next;
    this.notify();
  }

  subscribe(listener: () => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  protected notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Redraws its host whenever one of the stores changes, while the host is on the page. */
export class Follows implements ReactiveController {
  private subscriptions: Unsubscribe[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly stores: () => Observable<unknown>[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.subscriptions = this.stores().map((store) =>
      store.subscribe(() => this.host.requestUpdate()),
    );
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
    this.subscriptions = [];
  }
}
