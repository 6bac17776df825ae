// Lists: who is declined on sight and who is never blocked by itself; adding, removing, importing.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  importEntries,
  type ImportFormat,
  type ListFilter,
  type NewEntry,
} from '../api/blocklist';
import { errorWords } from '../api/http';
import {
  ENTITY_LISTS,
  type EntityList,
  LIST_SOURCES,
  type ListedEntity,
  type ListSource,
} from '../api/types';
import { icon } from '../components/icons';
import '../components/import-dialog';
import type { ImportDialog, ImportResult } from '../components/import-dialog';
import { listFoot, moreFoot } from '../components/list-foot';
import { base, card, controls, dataTable } from '../components/shared-styles';
import {
  addedWord,
  kindWord,
  LISTED_KINDS,
  listWord,
  removedWord,
  sourceWord,
} from '../format/list-words';
import { dayAndTime, fromFieldTime, fullTime } from '../format/time';
import type { AppContext } from '../state/app-context';
import { type Changed, EntityLists } from '../state/entity-lists';
import { decisionsUrl } from '../state/routes';
import { canLabel, canRead } from '../state/session-store';
import { Follows } from '../state/store';
import { tableFrame } from './access-styles';
import { lists } from './lists-page-styles';
import { page } from './page-styles';

const COLUMNS = ['List', 'Kind', 'Value', 'Reason', 'By', 'Since', 'Until', ''];
const EMPTY: Record<EntityList | 'both', [title: string, text: string]> = {
  block: ['Nobody is blocked', 'Critical decisions block their card or number by themselves.'],
  allow: ['Nobody is allowed', 'What stands here is never blocked by itself.'],
  both: ['Both lists are empty', 'Critical decisions block their card or number by themselves.'],
};

@customElement('sk-lists-page')
export class ListsPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    listFoot,
    page,
    lists,
  ];

  @property({ attribute: false }) app!: AppContext;
  @state() private problem = '';
  @query('sk-import') private dialog!: ImportDialog | null;
  private store!: EntityLists;
  private shown: ListFilter | undefined;

  readonly follows = new Follows(this, () => [this.lists, this.app.router, this.app.session]);

  private get lists(): EntityLists {
    this.store ??= new EntityLists(this.app.http);
    return this.store;
  }

  /** The address is the truth. */
  protected override willUpdate(): void {
    const { lists } = this.app.router.value;
    const same = lists.list === this.shown?.list && lists.source === this.shown?.source;
    if (same || !canRead(this.app.session.role)) return;
    this.shown = lists;
    void this.lists.show(lists);
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const expires = fromFieldTime(read('expires'));
    const entry: NewEntry = {
      list: read('list') as EntityList,
      kind: read('kind'),
      value: read('value'),
      reason: read('reason'),
      ...(expires ? { expires_at: expires } : {}),
    };
    if (this.say(await this.lists.add(entry), addedWord)) form.reset();
  }

  private async takeOff(row: ListedEntity): Promise<void> {
    this.say(await this.lists.remove(row), removedWord);
  }

  /** True where it was done. */
  private say(changed: Changed, words: Record<EntityList, string>): boolean {
    if ('problem' in changed) {
      this.problem = changed.problem;
      return false;
    }
    this.problem = '';
    this.app.notices.say('ok', words[changed.entry.list], changed.entry.value);
    return true;
  }

  private readonly send = async (format: ImportFormat, rows: string): Promise<ImportResult> => {
    try {
      return { done: await importEntries(this.app.http, format, rows) };
    } catch (error) {
      return { problem: errorWords(error) };
    }
  };

  private get mayChange(): boolean {
    return canLabel(this.app.session.role);
  }

  override render() {
    if (!canRead(this.app.session.role)) {
      return html`<p class="card empty">
        <strong>The lists are for analysts, admins and auditors</strong>Sign in with such a role.
      </p>`;
    }
    const { rows, next, problem } = this.lists.value;
    const said = this.problem || problem;
    return html`<div class="stack">
        ${this.mayChange ? this.form() : nothing}
        ${said ? html`<p class="field-error" role="alert">${said}</p>` : nothing}
        <section class="card" aria-label="Listed entities">
          ${this.head()}
          ${tableFrame(
            'listed entities',
            COLUMNS,
            rows?.map((row) => this.row(row)) ?? null,
            this.empty,
          )}
          ${moreFoot({ next, more: () => void this.lists.more() })}
        </section>
      </div>
      <sk-import .send=${this.send} .onDone=${() => void this.lists.again()}></sk-import>`;
  }

  private get empty() {
    const [title, text] = EMPTY[this.lists.value.filter.list ?? 'both'];
    return html`<strong>${title}</strong>${text}`;
  }

  private head() {
    return html`<div class="card-head">
      <div class="which" role="group" aria-label="Which list">
        ${[null, ...ENTITY_LISTS].map((each) => this.tab(each))}
      </div>
      <span class="grow"></span>
      ${this.sources()}
      ${
        this.mayChange
          ? html`<button
              class="small"
              data-testid="import-open"
              @click=${() => this.dialog?.open()}
            >
              Import…
            </button>`
          : nothing
      }
    </div>`;
  }

  private sources() {
    const { lists } = this.app.router.value;
    const choose = (event: Event) => {
      const source = ((event.target as HTMLSelectElement).value || null) as ListSource | null;
      this.app.router.change({ lists: { ...lists, source } });
    };
    return html`<select aria-label="Put there by" data-testid="list-source" @change=${choose}>
      <option value="" ?selected=${!lists.source}>By anybody</option>
      ${LIST_SOURCES.map(
        (each) =>
          html`<option value=${each} ?selected=${each === lists.source}>
            By ${sourceWord(each)}
          </option>`,
      )}
    </select>`;
  }

  private tab(list: EntityList | null) {
    const { lists } = this.app.router.value;
    return html`<button
      class="small"
      aria-pressed=${list === lists.list}
      data-testid="list-${list ?? 'both'}"
      @click=${() => this.app.router.change({ lists: { ...lists, list } })}
    >
      ${list ? listWord[list] : 'Both'}
    </button>`;
  }

  private form() {
    return html`<form class="card" aria-label="New entry" @submit=${this.add}>
      <div class="field">
        <label for="list">List</label>
        <select id="list" name="list">
          <option value="block">Block</option>
          <option value="allow">Allow</option>
        </select>
      </div>
      <div class="field">
        <label for="kind">Kind</label>
        <select id="kind" name="kind">
          ${LISTED_KINDS.map(([kind, name]) => html`<option value=${kind}>${name}</option>`)}
        </select>
      </div>
      <div class="field wide">
        <label for="value">Value</label>
        <input id="value" name="value" required maxlength="128" autocomplete="off" />
      </div>
      <div class="field wide">
        <label for="reason">Reason</label>
        <input id="reason" name="reason" required maxlength="300" autocomplete="off" />
      </div>
      <div class="field wide">
        <label for="expires">Until (empty: for good)</label>
        <input id="expires" name="expires" type="datetime-local" />
      </div>
      <button class="primary" type="submit" data-testid="list-add">Add</button>
    </form>`;
  }

  private row(row: ListedEntity) {
    return html`<tr data-testid="list-row">
      <td class=${row.list}>${listWord[row.list]}</td>
      <td>${kindWord(row.kind)}</td>
      <td class="mono">
        <a href=${decisionsUrl({ entity: `${row.kind}:${row.value}` })}>${row.value}</a>
      </td>
      <td class="why" title=${row.reason ?? ''}>${row.reason || '–'}</td>
      <td>${sourceWord(row.source)}</td>
      <td title=${fullTime(row.added_at)}>${dayAndTime(row.added_at)}</td>
      <td title=${fullTime(row.expires_at)}>
        ${row.expires_at ? dayAndTime(row.expires_at) : 'for good'}
      </td>
      <td class="right">${this.mayChange ? this.removal(row) : nothing}</td>
    </tr>`;
  }

  private removal(row: ListedEntity) {
    return html`<button
      class="small"
      aria-label="Remove ${row.value}"
      @click=${() => void this.takeOff(row)}
    >
      ${icon('close', '0.75rem')}Remove
    </button>`;
  }
}
