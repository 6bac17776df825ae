// The API description: groups, references, fields, examples, curl.
import { describe, expect, it } from 'vitest';
import { callPath, curlLine } from '../../../src/api/openapi/call';
import { type Operation, readDocument, resolve } from '../../../src/api/openapi/document';
import { exampleOf, schemaRows, typeWords } from '../../../src/api/openapi/schema';

const root = {
  info: { title: 'Shrike', version: '1' },
  tags: [{ name: 'B' }, { name: 'A' }, { name: 'Unused' }],
  paths: {
    '/a/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: { tags: ['A'], 'x-role': 'viewer', responses: { 200: { description: 'ok' } } },
    },
    '/b': {
      post: { tags: ['B'], requestBody: { content: { 'application/json': { schema: {} } } } },
    },
    '/c': { delete: {} },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: {
      Tree: { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } },
      Loop: { $ref: '#/components/schemas/Loop' },
    },
  },
};
const document = readDocument(root);
const operation = document.groups[1]?.operations[0] as Operation;

describe('readDocument', () => {
  it('groups by tag in the order of the document, and leaves out empty tags', () => {
    expect(document.groups.map((group) => group.name)).toEqual(['B', 'A', 'Other']);
  });

  it('takes parameters of the path, by reference', () => {
    expect(operation).toMatchObject({
      method: 'GET',
      role: 'viewer',
      parameters: [{ name: 'id' }],
    });
  });

  it('refuses what is not an object', () => {
    expect(() => readDocument([])).toThrow();
  });
});

describe('schemas', () => {
  it('survives schemas that contain themselves', () => {
    expect(resolve(root, root.components.schemas.Loop)).toEqual({});
    expect(schemaRows(root, { $ref: '#/components/schemas/Tree' }).length).toBeLessThan(10);
    expect(JSON.stringify(exampleOf(root, { $ref: '#/components/schemas/Tree' }))).toContain(
      'child',
    );
  });

  it('names types, required fields and bounds', () => {
    const schema = {
      type: 'object',
      required: ['n'],
      properties: {
        n: { type: 'integer', minimum: 1 },
        list: { type: 'array', items: { type: 'string' } },
      },
    };
    expect(schemaRows(root, schema)).toMatchObject([
      { name: 'n', type: 'integer', required: true, note: 'From 1.' },
      { name: 'list', type: 'list of string', required: false },
    ]);
    expect(typeWords(root, { type: ['string', 'null'] })).toBe('string or null');
  });

  it('puts a word between alternatives', () => {
    const one = { properties: { a: {} } };
    const other = { properties: { b: {} } };
    expect(schemaRows(root, { oneOf: [one, other] }).map((row) => row.name)).toEqual([
      'a',
      'or',
      'b',
    ]);
    expect(schemaRows(root, { allOf: [one, other] }).map((row) => row.name)).toEqual(['a', 'b']);
  });
});

describe('calls', () => {
  it('fills the path and encodes it', () => {
    expect(callPath(operation, { id: 'a/b' })).toBe('/a/a%2Fb');
    expect(callPath(operation, {})).toBe('/a/{id}');
  });

  it('writes curl lines that hold no key and survive quotes', () => {
    const post = { ...operation, request: { mediaType: 'application/json' } } as Operation;
    const text = curlLine(
      post,
      { values: { id: '1' }, body: `{"a":"it's"}`, key: 'secret' },
      'http://h',
    );
    expect(text).not.toContain('secret');
    expect(text).toContain(`it'\\''s`);
  });
});
