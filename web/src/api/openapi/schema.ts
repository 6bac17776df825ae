// A JSON schema -> flat rows for a table, and -> an example value.
import { type Fields, fieldsOf, type Json, resolve, textOf } from './document';

export interface SchemaRow {
  name: string;
  depth: number;
  type: string;
  required: boolean;
  note: string;
}

/** Deep enough for every answer of the server; stops schemas that contain themselves. */
const DEPTH_MAX = 5;

/** Stands between alternatives. */
const OR: SchemaRow = {
  name: 'or',
  depth: 0,
  type: '',
  required: false,
  note: 'Instead of the fields above.',
};

export function schemaRows(root: Fields, schema: Json, depth = 0): SchemaRow[] {
  if (depth >= DEPTH_MAX) return [];
  const here = resolve(root, schema);
  const variants = variantsOf(here);
  if (variants.length > 0) {
    const choice = !Array.isArray(here.allOf);
    return variants.flatMap((each, index) => {
      const rows = schemaRows(root, each, depth);
      return choice && index > 0 ? [{ ...OR, depth }, ...rows] : rows;
    });
  }
  if (here.items) return schemaRows(root, here.items, depth);
  const required = Array.isArray(here.required) ? here.required : [];
  return Object.entries(fieldsOf(here.properties)).flatMap(([name, property]) => {
    const inner = resolve(root, property);
    const row = {
      name,
      depth,
      type: typeWords(root, inner),
      required: required.includes(name),
      note: note(inner),
    };
    return [row, ...schemaRows(root, inner, depth + 1)];
  });
}

const variantsOf = (schema: Fields): Json[] =>
  ['oneOf', 'anyOf', 'allOf'].flatMap((key) =>
    Array.isArray(schema[key]) ? (schema[key] as Json[]) : [],
  );

export function typeWords(root: Fields, schema: Json): string {
  const here = resolve(root, schema);
  if (here.type === 'array' || here.items) return `list of ${typeWords(root, here.items)}`;
  if (Array.isArray(here.type)) return here.type.join(' or ');
  const format = textOf(here.format);
  const type = textOf(here.type) || (here.properties ? 'object' : 'any');
  return format ? `${type} (${format})` : type;
}

function note(schema: Fields): string {
  const parts = [textOf(schema.description)];
  if (Array.isArray(schema.enum)) parts.push(`One of ${schema.enum.join(', ')}.`);
  if (schema.minimum !== undefined) parts.push(`From ${String(schema.minimum)}.`);
  if (schema.maximum !== undefined) parts.push(`Up to ${String(schema.maximum)}.`);
  if (schema.default !== undefined) parts.push(`Default ${JSON.stringify(schema.default)}.`);
  return parts.filter(Boolean).join(' ');
}

export function exampleOf(root: Fields, schema: Json, depth = 0): Json {
  const here = resolve(root, schema);
  if (here.example !== undefined) return here.example;
  if (here.default !== undefined) return here.default;
  if (Array.isArray(here.enum)) return here.enum[0];
  const variant = variantsOf(here)[0];
  if (variant) return exampleOf(root, variant, depth);
  if (depth >= DEPTH_MAX) return null;
  if (here.items) return [exampleOf(root, here.items, depth + 1)];
  if (here.properties) {
    const entries = Object.entries(fieldsOf(here.properties));
    return Object.fromEntries(
      entries.map(([name, each]) => [name, exampleOf(root, each, depth + 1)]),
    );
  }
  return plainExample(Array.isArray(here.type) ? here.type[0] : here.type);
}

function plainExample(type: Json): Json {
  const values: Record<string, Json> = {
    integer: 1,
    number: 1,
    boolean: true,
    string: 'text',
    object: {},
  };
  return values[textOf(type)] ?? null;
}
