import { describe, expect, it } from 'vitest';
import { hooks } from '../../src/cds-hooks/hooks.ts';
import { parseHookRequest } from '../../src/cds-hooks/request.ts';
import { bundleOf, CONTEXTS, medication, user } from './contexts.ts';

const parse = (hook: string, context: object) =>
  parseHookRequest({ hook, hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea', context }, hooks.get(hook)!);

const without = (context: object, field: string) =>
  Object.fromEntries(Object.entries(context).filter(([name]) => name !== field));

describe('the hooks of the library', () => {
  it('are all understood, and none is without a test', () => {
    expect([...hooks.keys()].sort()).toEqual(Object.keys(CONTEXTS).sort());
  });

  describe.each(Object.entries(CONTEXTS))('%s', (hook, { context, required }) => {
    it('takes a complete context, with extensions and members of later versions', () => {
      const more = { ...context, extension: { 'com.example.flag': { on: true } }, laterMember: 1 };
      expect(parse(hook, context).ok).toBe(true);
      expect(parse(hook, more).ok).toBe(true);
    });

    it.each(required)('is refused without %s, by its place', (field) => {
      expect(parse(hook, without(context, field))).toMatchObject({
        ok: false,
        error: [{ code: 'required-field', expression: `context.${field}` }],
      });
    });

    it.each(required)('is refused with %s of another type', (field) => {
      const result = parse(hook, { ...context, [field]: 7 });
      expect(result).toMatchObject({ ok: false, error: [{ code: 'invalid-field' }] });
    });

    it('can do without what the library calls optional', () => {
      for (const field of Object.keys(context)) {
        if (!required.includes(field)) expect(parse(hook, without(context, field)).ok, field).toBe(true);
      }
    });

    it('lets templates name only fields that may be tokens', () => {
      const { tokens } = hooks.get(hook)!;
      expect(tokens).toContain('patientId');
      for (const token of tokens) expect(['userId', 'patientId', 'encounterId']).toContain(token);
    });
  });
});

describe('what real clients send', () => {
  it('includes draft orders in a Bundle without a type, and a MedicationRequest without intent', () => {
    const draftOrders = { resourceType: 'Bundle', entry: [{ resource: medication }] };
    expect(parse('order-sign', { ...user, draftOrders }).ok).toBe(true);
  });

  it('includes an order dispatch with the misspelt fulfillment-tasks of the published example', () => {
    const { context } = CONTEXTS['order-dispatch']!;
    expect(parse('order-dispatch', { ...context, 'fulfillment-tasks': [{ resourceType: 'Task' }] }).ok).toBe(
      true,
    );
  });

  it('includes a refill that nobody who is logged in asked for', () => {
    expect(parse('medication-refill', { patientId: '1', medications: bundleOf(medication) }).ok).toBe(true);
  });

  it.each([
    ['a Patient reference instead of an id', 'Patient/1'],
    ['an empty id', ''],
    ['an id with a slash', '1/../2'],
    ['an id that is too long', 'x'.repeat(65)],
  ])('is not taken where it could be misread: %s', (_, patientId) => {
    expect(parse('patient-view', { ...user, patientId }).ok).toBe(false);
  });
});
