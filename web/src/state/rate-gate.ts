// Lets at most one event pass per interval and counts what it held back.

export class RateGate {
  private passedAtMs: number | null = null;
  private held = 0;

  constructor(private readonly intervalMs: number) {}

  /** The number of events held back since the last pass, or null: hold this one back too. */
  pass(nowMs: number): number | null {
    if (this.passedAtMs !== null && nowMs - this.passedAtMs < this.intervalMs) {
      this.held += 1;
      return null;
    }
    const held = this.held;
    this.passedAtMs = nowMs;
    this.held = 0;
    return held;
  }
}
