// The people: who may sign in by name, as what, and letting somebody in or not.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { changeUser, createUser, readUsers } from '../api/access';
import type { User, UserPatch } from '../api/access-types';
import type { Role } from '../api/types';
import '../components/confirm-dialog';
import type { ConfirmDialog, Question } from '../components/confirm-dialog';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { USER_ROLES } from '../format/access-words';
import { roleWord } from '../format/sign-in-words';
import { dayAndTime, fullTime } from '../format/time';
import { AccessList } from '../state/access-list';
import type { AppContext } from '../state/app-context';
import { canControl } from '../state/session-store';
import { Follows } from '../state/store';
import { accessStyles, problemLine, roleField, roleOption, tableFrame } from './access-styles';

const COLUMNS = ['Name', 'Role', 'State', 'Second factor', 'Added', 'Password since', ''];

@customElement('sk-access-users')
export class AccessUsers extends LitElement {
  static override styles = [base, card, controls, dataTable, accessStyles];

  @property({ attribute: false }) app!: AppContext;
  @state() private problem = '';
  @query('sk-confirm') private confirm!: ConfirmDialog;
  private store: AccessList<User> | null = null;

  readonly follows = new Follows(this, () => [this.list, this.app.session]);

  private get list(): AccessList<User> {
    this.store ??= new AccessList(() => readUsers(this.app.http));
    return this.store;
  }

  private get mayChange(): boolean {
    return canControl(this.app.session.role);
  }

  protected override firstUpdated(): void {
    void this.list.load();
  }

  private async create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = (name: string) => String(new FormData(form).get(name) ?? '');
    const name = read('name').trim();
    const request = { name, role: read('role') as Role, password: read('password') };
    this.problem = (await this.list.change(() => createUser(this.app.http, request))) ?? '';
    if (this.problem) return;
    this.app.notices.say('ok', 'Added', name);
    form.reset();
  }

  private change(
    question: Omit<Question, 'run'>,
    user: User,
    patch: (choice: string) => UserPatch,
  ): void {
    this.confirm.ask({
      ...question,
      run: async ({ choice }) => {
        const change = () => changeUser(this.app.http, user.name, patch(choice));
        const problem = await this.list.change(change);
        if (!problem) this.app.notices.say('ok', 'Changed', user.name);
        return problem;
      },
    });
  }

  private askRole(user: User): void {
    const question = {
      title: `Change the role of ${user.name}?`,
      text: 'Whoever is signed in by this name is signed out.',
      verb: 'Change role',
      choice: { label: 'Role', options: USER_ROLES.map(roleOption), value: user.role },
    };
    this.change(question, user, (choice) => ({ role: choice as Role }));
  }

  private askDisabled(user: User): void {
    const disabled = !user.disabled;
    const question = disabled
      ? {
          title: `Disable ${user.name}?`,
          text: 'Nobody can sign in by this name any more, and who is signed in is signed out.',
          verb: 'Disable',
        }
      : {
          title: `Enable ${user.name}?`,
          text: 'The password and the second factor are as before.',
          verb: 'Enable',
        };
    this.change(question, user, () => ({ disabled }));
  }

  override render() {
    const { rows, problem } = this.list.value;
    return html`${this.mayChange ? this.form() : nothing}
      <section class="card" aria-label="Users">
        ${problemLine(problem)}
        ${tableFrame(
          'users',
          COLUMNS,
          rows?.map((user) => this.row(user)) ?? null,
          html`<strong>Nobody signs in by name yet</strong>Keys and the printed link sign in as
            before.`,
        )}
      </section>
      <sk-confirm></sk-confirm>`;
  }

  private form() {
    return html`<form class="card" aria-label="New user" @submit=${this.create}>
      <div class="field">
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          required
          maxlength="64"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
      </div>
      ${roleField(USER_ROLES)}
      <div class="field">
        <label for="password">First password</label>
        <input
          id="password"
          name="password"
          type="password"
          required
          autocomplete="new-password"
        />
      </div>
      <button class="primary" type="submit" data-testid="user-create">Add user</button>
      ${problemLine(this.problem)}
    </form>`;
  }

  private row(user: User) {
    return html`<tr data-testid="user-row" class=${user.disabled ? 'off' : ''}>
      <td>${user.name}</td>
      <td>${roleWord[user.role]}</td>
      <td>${user.disabled ? html`<span class="bad">disabled</span>` : 'may sign in'}</td>
      <td>${user.totp ? 'on' : 'off'}</td>
      <td title=${fullTime(user.created_at)}>${dayAndTime(user.created_at)}</td>
      <td title=${fullTime(user.password_at)}>${dayAndTime(user.password_at)}</td>
      <td class="acts">${this.mayChange ? this.buttons(user) : nothing}</td>
    </tr>`;
  }

  private buttons(user: User) {
    const verb = user.disabled ? 'Enable' : 'Disable';
    return html`<button
        class="small"
        aria-label="Change role of ${user.name}"
        @click=${() => this.askRole(user)}
      >
        Change role</button
      ><button
        class="small ${user.disabled ? '' : 'danger'}"
        aria-label="${verb} ${user.name}"
        @click=${() => this.askDisabled(user)}
      >
        ${verb}
      </button>`;
  }
}
