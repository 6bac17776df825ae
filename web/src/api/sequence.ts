// Watches the numbers of the live messages and decides when to ask for a new snapshot.

/**
 * The least time between two requests: a requested snapshot may itself be dropped by the server's
 * bounded queue, and a slow reader must not drown itself in snapshots.
 */
export const ASK_AGAIN_MS = 3000;

export class Sequence {
  private last = 0;
  private wanted = false;
  private askedAt: number | null = null;

  /** A new connection begins with a snapshot that carries the number reached by the channel. */
  restart(): void {
    this.last = 0;
    this.wanted = false;
    this.askedAt = null;
  }

  /** True when the caller should send a hello request now. */
  observe(seq: number, isHello: boolean, now: number): boolean {
    const gap = seq !== this.last + 1;
    this.last = seq;
    if (isHello) this.wanted = false;
    else if (gap) this.wanted = true;
    return this.due(now);
  }

  /** A frame that could not be read: what it held is lost, just like a gap. */
  unreadable(now: number): boolean {
    this.wanted = true;
    return this.due(now);
  }

  private due(now: number): boolean {
    if (!this.wanted) return false;
    if (this.askedAt !== null && now - this.askedAt < ASK_AGAIN_MS) return false;
    this.askedAt = now;
    return true;
  }
}
