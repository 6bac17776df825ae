// What was done, by whom, newest first; and whether the chain is still what was written.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AuditRow } from '../api/access-types';
import { icon } from '../components/icons';
import { listFoot, moreFoot } from '../components/list-foot';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { ACTIONS, auditAction, auditDetail, verifyWords } from '../format/access-words';
import { personWords } from '../format/sign-in-words';
import { dayAndTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { AuditTrail } from '../state/audit-trail';
import { Follows } from '../state/store';
import { accessStyles, problemLine, tableFrame } from './access-styles';

const COLUMNS = ['Row', 'Time', 'Who', 'From', 'What', 'Outcome', 'About'];
const BAD = ['denied', 'refused', 'failed'];

@customElement('sk-access-audit')
export class AccessAudit extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    listFoot,
    accessStyles,
    css`
      .verify {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-3) var(--space-4);
      }
      .verify div {
        flex: 1 1 16rem;
        overflow-wrap: anywhere;
      }
      .intact {
        color: var(--ok);
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  private store: AuditTrail | null = null;

  readonly follows = new Follows(this, () => [this.trail]);

  private get trail(): AuditTrail {
    this.store ??= new AuditTrail(this.app.http);
    return this.store;
  }

  protected override firstUpdated(): void {
    void this.trail.load();
  }

  private search(event: SubmitEvent): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const read = (name: string) => String(data.get(name) ?? '').trim();
    void this.trail.load({ actor: read('actor'), action: read('action') });
  }

  override render() {
    const { rows, problem, next, busy } = this.trail.value;
    return html`${this.verification()} ${this.form()}
      <section class="card" aria-label="Audit">
        ${problemLine(problem)}
        ${tableFrame('audit rows', COLUMNS, rows?.map(auditRow) ?? null, 'No row is like that.')}
        ${moreFoot({ next, busy, words: 'Load older rows', more: () => void this.trail.more() })}
      </section>`;
  }

  private verification() {
    const { verifying, report, verifyProblem } = this.trail.value;
    return html`<section class="card verify" aria-label="Verification">
      <button
        ?disabled=${verifying}
        data-testid="audit-verify"
        @click=${() => void this.trail.verify()}
      >
        ${icon('check', '1rem')}${verifying ? 'Verifying…' : 'Verify the chain'}
      </button>
      <div role="status" data-testid="audit-report">
        ${
          verifyProblem
            ? html`<p class="field-error">Not verified. ${verifyProblem}</p>`
            : report
              ? html`<p class=${report.intact ? 'intact' : 'bad'}>${verifyWords(report)}</p>
                  <p class="muted">
                    Keep this anchor elsewhere: <span class="mono">${report.anchor}</span>
                  </p>`
              : html`<p class="muted">
                  Each row holds the hash of the row before, so that a change shows.
                </p>`
        }
      </div>
    </section>`;
  }

  private form() {
    return html`<form class="card" aria-label="Filter" @submit=${this.search}>
      <div class="field">
        <label for="actor">Who (a name or a key's id)</label>
        <input id="actor" name="actor" autocomplete="off" spellcheck="false" />
      </div>
      <div class="field">
        <label for="action">What</label>
        <select id="action" name="action">
          <option value="">Everything</option>
          ${Object.entries(ACTIONS).map(
            ([action, words]) => html`<option value=${action}>${words}</option>`,
          )}
        </select>
      </div>
      <button type="submit">${icon('search', '1rem')}Show</button>
    </form>`;
  }
}

function auditRow(row: AuditRow) {
  const about = auditDetail(row);
  return html`<tr data-testid="audit-row">
    <td class="num" title="Hash ${row.hash}">${row.seq}</td>
    <td title=${fullTime(row.time)}>${dayAndTime(row.time)}</td>
    <td title=${row.role}>${personWords(row.actor) || '–'}</td>
    <td class="mono">${row.address || '–'}</td>
    <td title=${row.action}>${auditAction(row.action)}</td>
    <td class=${BAD.includes(row.outcome) ? 'bad' : ''}>${row.outcome}</td>
    <td class="about" title=${about}>${about || '–'}</td>
  </tr>`;
}
