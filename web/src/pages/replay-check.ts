// Decides again on the same event and says whether the same came out, or what differs.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { replayDecision } from '../api/decisions';
import { errorWords } from '../api/http';
import type { DecisionRow, Replay } from '../api/types';
import { icon } from '../components/icons';
import { base, controls, dataTable } from '../components/shared-styles';
import type { AppContext } from '../state/app-context';
import { canRead } from '../state/session-store';

@customElement('sk-replay')
export class ReplayCheck extends LitElement {
  static override styles = [
    base,
    controls,
    dataTable,
    css`
      .inside {
        display: grid;
        gap: var(--space-3);
        justify-items: start;
      }
      .same,
      .differs {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        font-weight: 600;
      }
      .same {
        color: var(--ok);
      }
      .differs {
        color: var(--bad);
      }
      td,
      th {
        padding: 0.25rem var(--space-3) 0.25rem 0;
        white-space: normal;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @property({ attribute: false }) decision: DecisionRow | null = null;
  @state() private result: Replay | null = null;
  @state() private problem = '';
  @state() private busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('decision');
    if (!before || before.id === this.decision?.id) return;
    this.result = null;
    this.problem = '';
  }

  private async run(): Promise<void> {
    const id = this.decision?.id;
    if (!id || this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      const result = await replayDecision(this.app.http, id);
      if (id === this.decision?.id) this.result = result;
    } catch (error) {
      this.result = null;
      this.problem = errorWords(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    if (!canRead(this.app.session.role)) {
      return html`<p class="muted">Only an analyst, an auditor or an admin can decide again.</p>`;
    }
    return html`<div class="inside">
      <p class="muted">
        The same model and rules judge the same event again; to the byte, the same must come out.
      </p>
      <button ?disabled=${this.busy} data-testid="replay" @click=${() => void this.run()}>
        ${icon('again', '1rem')}${this.busy ? 'Deciding again…' : 'Decide again'}
      </button>
      <div role="status">${this.outcome()}</div>
    </div>`;
  }

  private outcome() {
    if (this.problem) return html`<p class="field-error">Not decided again. ${this.problem}</p>`;
    if (!this.result) return nothing;
    if (this.result.identical) {
      return html`<p class="same">${icon('check', '1rem')}Identical, to the byte</p>`;
    }
    const { differences, decision } = this.result;
    return html`<p class="differs">${icon('warn', '1rem')}Something else came out</p>
      <table>
        <thead>
          <tr>
            <th scope="col">What differs</th>
            <th scope="col">Then</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          ${differences.map(
            (name) =>
              html`<tr>
                <th scope="row">${name.replaceAll('_', ' ')}</th>
                <td>${plain(this.decision, name)}</td>
                <td>${plain(decision, name)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}

/** Lists and what a row does not hold are only named. */
export function plain(row: DecisionRow | null, name: string): string {
  const value = (row as unknown as Record<string, unknown> | null)?.[name];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '–';
}
