// Streaming: start and stop, the generator's rate, and every stage of the pipeline live.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../components/pipeline-view';
import '../components/rate-control';
import { base, card } from '../components/shared-styles';
import '../components/stage-table';
import type { AppContext } from '../state/app-context';
import { canControl } from '../state/session-store';
import { Follows } from '../state/store';
import { latencyChart, throughputChart } from './live-charts';
import { page } from './page-styles';

@customElement('sk-streaming-page')
export class StreamingPage extends LitElement {
  static override styles = [
    base,
    card,
    page,
    css`
      .charts {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-4);
      }
      .charts > * {
        min-height: 13rem;
      }
      @media (max-width: 800px) {
        .charts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;

  readonly follows = new Follows(this, () => [
    this.app.live,
    this.app.theme,
    this.app.control,
    this.app.session,
  ]);

  override connectedCallback(): void {
    super.connectedCallback();
    const { control } = this.app;
    this.addEventListener('set-rate', (event) => control.setRate(event.detail));
    this.addEventListener('run-generator', (event) => void control.runGenerator(event.detail));
    this.addEventListener('run-system', (event) => void control.runSystem(event.detail));
  }

  override render() {
    const { live, control, session } = this.app;
    const stats = live.value.stats;
    return html`<div class="stack">
      <sk-rate-control
        .generator=${stats?.generator ?? null}
        .systemRunning=${stats?.system.running ?? false}
        .wantedRate=${control.value.wantedRate}
        .busy=${control.value.busy}
        .allowed=${canControl(session.role)}
      ></sk-rate-control>
      <sk-pipeline .stages=${stats?.stages ?? []}></sk-pipeline>
      <div class="charts">${throughputChart(this.app)} ${latencyChart(this.app)}</div>
      <sk-stage-table .stages=${stats?.stages ?? []}></sk-stage-table>
    </div>`;
  }
}
