// One door to the REST interface: JSON in, decoded value out, problems as ApiError.
import { type Decoder, DecodeError, fields, list, nullable, object, text } from './decode/read';

export interface FieldError {
  pointer: string | null;
  message: string | null;
}

/** A refused or failed request. `status` 0: the server was not reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    /** Seconds that the server asks to wait. */
    readonly retryAfterS: number | null = null,
  ) {
    super(detail || title);
  }
}

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  raw?: { type: string; text: string };
  query?: URLSearchParams;
  signal?: AbortSignal;
}

type Fetch = (input: string, init: RequestInit) => Promise<Response>;

const fieldErrors = list(
  object<FieldError>({ pointer: nullable(text), message: nullable(text) }),
  20,
);

export class Http {
  constructor(
    private readonly fetchFunction: Fetch,
    private readonly onUnauthorized: () => void = () => {},
  ) {}

  async send<T>(
    method: string,
    path: string,
    decode: Decoder<T>,
    options: RequestOptions = {},
  ): Promise<T> {
    const response = await this.fetchOnce(method, path, options);
    if (!response.ok) throw await this.refusal(response);
    return readBody(response, decode);
  }

  /** GET of what is not JSON. */
  async text(path: string, query: URLSearchParams): Promise<string> {
    const response = await this.fetchOnce('GET', path, { query });
    if (!response.ok) throw await this.refusal(response);
    return response.text();
  }

  private async fetchOnce(method: string, path: string, options: RequestOptions) {
    const query = options.query?.toString();
    const init: RequestInit = {
      method,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    };
    const { body } = options;
    const json = { type: 'application/json', text: JSON.stringify(body) };
    const sent = options.raw ?? (body === undefined ? null : json);
    if (sent) {
      init.headers = { 'content-type': sent.type };
      init.body = sent.text;
    }
    try {
      return await this.fetchFunction(query ? `${path}?${query}` : path, init);
    } catch (cause) {
      if (options.signal?.aborted) throw cause;
      throw new ApiError(0, 'No connection', 'The server did not answer. Is it running?');
    }
  }

  private async refusal(response: Response): Promise<ApiError> {
    const problem = await readProblem(response);
    if (response.status === 401) this.onUnauthorized();
    return problem;
  }
}

async function readBody<T>(response: Response, decode: Decoder<T>): Promise<T> {
  const body = await response.text();
  try {
    return decode(body === '' ? null : JSON.parse(body), '');
  } catch (cause) {
    const where = cause instanceof DecodeError ? cause.message : 'it is not JSON';
    throw new ApiError(
      response.status,
      'Unexpected answer',
      `The answer is not as agreed: ${where}.`,
    );
  }
}

export async function readProblem(response: Response): Promise<ApiError> {
  const title = response.statusText || `Status ${response.status}`;
  try {
    const body = fields(await response.json(), '');
    return new ApiError(
      response.status,
      typeof body.title === 'string' ? body.title : title,
      typeof body.detail === 'string' ? body.detail : '',
      Array.isArray(body.errors) ? fieldErrors(body.errors, '/errors') : [],
      waitOf(response),
    );
  } catch {
    return new ApiError(
      response.status,
      title,
      `The server answered with status ${response.status}.`,
    );
  }
}

function waitOf({ headers }: Response): number | null {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  return Number.isFinite(seconds) ? seconds : null;
}

/** The words about each field, by its JSON pointer; empty where no field is to blame. */
export function fieldProblems(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const named = error.errors.filter(({ pointer, message }) => pointer && message);
  return Object.fromEntries(named.map(({ pointer, message }) => [pointer, message]));
}

/** What to show a person about anything thrown by a request. */
export function errorWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Please reload it.';
  if (error.status === 403) return error.detail || 'Your role does not allow this.';
  const extra = error.errors.map((each) => each.message).filter(Boolean);
  return [error.detail || error.title, ...extra].join(' ');
}
