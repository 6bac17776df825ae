// Blocklist: who is declined on sight; adding and removing.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { addBlock, readBlocklist, removeBlock } from '../api/blocklist';
import { errorWords } from '../api/http';
import type { BlockedEntity } from '../api/types';
import { icon } from '../components/icons';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { dayAndTime, fromFieldTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { decisionsUrl } from '../state/routes';
import { canLabel } from '../state/session-store';
import { page } from './page-styles';

const KINDS = [
  ['phone', 'Phone'],
  ['card', 'Card'],
  ['merchant', 'Merchant'],
  ['device', 'Device'],
  ['ip', 'IP address'],
] as const;
const COLUMNS = ['Kind', 'Value', 'Reason', 'By', 'Since', 'Until'];
const ROWS_MAX = 1000;

@customElement('sk-blocklist-page')
export class BlocklistPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    page,
    css`
      form {
        display: grid;
        grid-template-columns: 8rem minmax(8rem, 1fr) minmax(8rem, 2fr) 14rem auto;
        align-items: end;
        gap: var(--space-3);
        padding: var(--space-3) var(--space-4) var(--space-4);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
        min-width: 0;
      }
      .scroll {
        overflow-x: auto;
      }
      .why {
        max-width: 24rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .foot {
        display: flex;
        justify-content: center;
        padding: var(--space-3);
      }
      @media (max-width: 900px) {
        form {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @state() private rows: BlockedEntity[] | null = null;
  @state() private next: string | null = null;
  @state() private problem = '';

  protected override firstUpdated(): void {
    void this.load(null);
  }

  private async load(cursor: string | null): Promise<void> {
    try {
      const found = await readBlocklist(this.app.http, cursor);
      this.rows = [...(cursor ? (this.rows ?? []) : []), ...found.data].slice(0, ROWS_MAX);
      this.next = this.rows.length < ROWS_MAX ? found.next_cursor : null;
      this.problem = '';
    } catch (error) {
      this.rows ??= [];
      this.problem = errorWords(error);
    }
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const expires = fromFieldTime(read('expires'));
    const block = { kind: read('kind'), value: read('value'), reason: read('reason') };
    await this.change('Blocked', async () => {
      const request = expires ? { ...block, expires_at: expires } : block;
      const { entry } = await addBlock(this.app.http, request);
      this.rows = [entry, ...this.without(entry)];
      return entry;
    });
    if (!this.problem) form.reset();
  }

  private unblock(entity: BlockedEntity): Promise<void> {
    return this.change('No longer blocked', async () => {
      const { entry } = await removeBlock(this.app.http, entity);
      this.rows = this.without(entry);
      return entry;
    });
  }

  /** The store's list follows a moment later, so the answer itself changes what is shown. */
  private async change(done: string, action: () => Promise<BlockedEntity>): Promise<void> {
    try {
      const { value } = await action();
      this.app.notices.say('ok', done, value);
      this.problem = '';
    } catch (error) {
      this.problem = errorWords(error);
    }
  }

  private without({ kind, value }: BlockedEntity): BlockedEntity[] {
    return (this.rows ?? []).filter((row) => row.kind !== kind || row.value !== value);
  }

  private get allowed(): boolean {
    return canLabel(this.app.session.role);
  }

  override render() {
    return html`<div class="stack">
      ${this.allowed ? this.form() : nothing}
      ${this.problem ? html`<p class="field-error" role="alert">${this.problem}</p>` : nothing}
      <section class="card" aria-label="Blocked entities">
        ${this.table()}
        ${
          this.next
            ? html`<div class="foot">
                <button @click=${() => void this.load(this.next)}>Load more</button>
              </div>`
            : nothing
        }
      </section>
    </div>`;
  }

  private form() {
    return html`<form class="card" @submit=${this.add}>
      <div class="field">
        <label for="kind">Kind</label>
        <select id="kind" name="kind">
          ${KINDS.map(([kind, name]) => html`<option value=${kind}>${name}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="value">Value</label>
        <input id="value" name="value" required maxlength="200" autocomplete="off" />
      </div>
      <div class="field">
        <label for="reason">Reason</label>
        <input id="reason" name="reason" required maxlength="300" autocomplete="off" />
      </div>
      <div class="field">
        <label for="expires">Until (empty: for good)</label>
        <input id="expires" name="expires" type="datetime-local" />
      </div>
      <button class="primary" type="submit">Block</button>
    </form>`;
  }

  private table() {
    const { rows } = this;
    if (rows === null) return html`<p class="empty"><span class="skeleton"></span></p>`;
    if (rows.length === 0) {
      return html`<p class="empty">
        <strong>Nobody is blocked</strong>Critical decisions block their card or number by
        themselves.
      </p>`;
    }
    return html`<div
      class="scroll"
      tabindex="0"
      role="region"
      aria-label="Table of blocked entities"
    >
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((name) => html`<th scope="col">${name}</th>`)}
            <th scope="col"><span class="sr">Action</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.row(row))}
        </tbody>
      </table>
    </div>`;
  }

  private row(row: BlockedEntity) {
    return html`<tr>
      <td>${row.kind}</td>
      <td class="mono">
        <a href=${decisionsUrl({ entity: `${row.kind}:${row.value}` })}>${row.value}</a>
      </td>
      <td class="why" title=${row.reason ?? ''}>${row.reason ?? '–'}</td>
      <td>${row.source ?? '–'}</td>
      <td title=${fullTime(row.added_at)}>${dayAndTime(row.added_at)}</td>
      <td title=${fullTime(row.expires_at)}>
        ${row.expires_at ? dayAndTime(row.expires_at) : 'for good'}
      </td>
      <td class="right">
        <button
          class="small"
          ?disabled=${!this.allowed}
          aria-label="Remove ${row.value}"
          @click=${() => void this.unblock(row)}
        >
          ${icon('close', '0.75rem')}Remove
        </button>
      </td>
    </tr>`;
  }
}
