// Follows the size of a chart's plot, which may come and go with the table in its place.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Box } from './day-lines';

export class PlotSize implements ReactiveController {
  private watched: Element | null = null;
  private readonly watcher = new ResizeObserver(([entry]) => {
    if (!entry?.contentRect.width) return;
    this.box = entry.contentRect;
    this.host.requestUpdate();
  });

  /** `plot` finds the element that stands now; `box` is what to draw in until it was measured. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly plot: () => Element | null,
    public box: Box,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const plot = this.plot();
    if (plot === this.watched) return;
    this.watcher.disconnect();
    this.watched = plot;
    if (plot) this.watcher.observe(plot);
  }

  hostDisconnected(): void {
    this.watcher.disconnect();
    this.watched = null;
  }
}
