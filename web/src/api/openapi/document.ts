// The OpenAPI document as the reference page sees it: operations grouped by tag. Read leniently.
import { fields } from '../decode/read';

export type Json = unknown;
export type Fields = Record<string, Json>;

export interface Parameter {
  name: string;
  place: string;
  required: boolean;
  description: string;
  schema: Json;
  example: string;
}

export interface Body {
  description: string;
  mediaType: string | null;
  schema: Json;
  example: Json;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  role: string | null;
  summary: string;
  description: string;
  parameters: Parameter[];
  request: Body | null;
  responses: ({ status: string } & Body)[];
}

export interface Group {
  name: string;
  description: string;
  operations: Operation[];
}

export interface ApiDocument {
  title: string;
  version: string;
  description: string;
  groups: Group[];
  /** For resolving references. */
  root: Fields;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const OTHER = 'Other';

export const textOf = (value: Json): string => (typeof value === 'string' ? value : '');
export const fieldsOf = (value: Json): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: Json): Json[] => (Array.isArray(value) ? value : []);

export function readDocument(value: Json): ApiDocument {
  const root = fields(value, '');
  const info = fieldsOf(root.info);
  return {
    title: textOf(info.title),
    version: textOf(info.version),
    description: textOf(info.description),
    groups: groupsIn(root),
    root,
  };
}

function groupsIn(root: Fields): Group[] {
  const groups = new Map<string, Group>();
  for (const tag of listOf(root.tags).map(fieldsOf)) {
    const name = textOf(tag.name);
    groups.set(name, { name, description: textOf(tag.description), operations: [] });
  }
  for (const [path, item] of Object.entries(fieldsOf(root.paths))) {
    for (const method of METHODS.filter((each) => each in fieldsOf(item))) {
      addOperation(groups, root, path, method, fieldsOf(item));
    }
  }
  return [...groups.values()].filter((group) => group.operations.length > 0);
}

function addOperation(
  groups: Map<string, Group>,
  root: Fields,
  path: string,
  method: string,
  item: Fields,
) {
  const raw = fieldsOf(item[method]);
  const tag = textOf(listOf(raw.tags)[0]) || OTHER;
  const group = groups.get(tag) ?? { name: tag, description: '', operations: [] };
  groups.set(tag, group);
  group.operations.push({
    id: textOf(raw.operationId) || `${method}-${path}`.replaceAll(/[^a-z0-9]+/gi, '-'),
    method: method.toUpperCase(),
    path,
    role: textOf(raw['x-role']) || null,
    summary: textOf(raw.summary),
    description: textOf(raw.description),
    parameters: [...listOf(item.parameters), ...listOf(raw.parameters)].map((each) =>
      readParameter(resolve(root, each)),
    ),
    request: raw.requestBody ? readBody(resolve(root, raw.requestBody)) : null,
    responses: Object.entries(fieldsOf(raw.responses)).map(([status, response]) => ({
      status,
      ...readBody(resolve(root, response)),
    })),
  });
}

function readParameter(raw: Fields): Parameter {
  const example = raw.example ?? fieldsOf(raw.schema).example ?? fieldsOf(raw.schema).default;
  return {
    name: textOf(raw.name),
    place: textOf(raw.in),
    required: raw.required === true,
    description: textOf(raw.description),
    schema: raw.schema,
    example: example === undefined ? '' : String(example),
  };
}

function readBody(raw: Fields): Body {
  const [mediaType, content] = Object.entries(fieldsOf(raw.content))[0] ?? [null, {}];
  const body = fieldsOf(content);
  const named = Object.values(fieldsOf(body.examples)).map(fieldsOf)[0];
  const example = body.example ?? named?.value;
  return { description: textOf(raw.description), mediaType, schema: body.schema, example };
}

/** Follows `$ref` inside the same document; an unknown or endless one gives an empty object. */
export function resolve(root: Fields, value: Json): Fields {
  let current = fieldsOf(value);
  for (let hops = 0; hops < 8; hops++) {
    const reference = textOf(current.$ref);
    if (!reference) return current;
    current = fieldsOf(
      reference
        .replace(/^#\//, '')
        .split('/')
        .reduce<Json>(
          (at, key) => fieldsOf(at)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
          root,
        ),
    );
  }
  return {};
}
