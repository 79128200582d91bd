/** Who is logged in, and whose record is open. */
export const user = { userId: 'Practitioner/p1', patientId: '1' };
const encounter = { ...user, encounterId: 'e1' };
export const bundleOf = (...resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});
const order = { resourceType: 'ServiceRequest', id: 'draft-1', status: 'draft', intent: 'order' };
export const medication = { resourceType: 'MedicationRequest', id: 'm1', status: 'draft' };
const orders = bundleOf(order);

/** Hook → a complete context, and the fields without which it is refused. */
export const CONTEXTS: Readonly<
  Record<string, { readonly context: object; readonly required: readonly string[] }>
> = {
  'patient-view': { context: encounter, required: ['userId', 'patientId'] },
  'order-sign': {
    context: { ...encounter, draftOrders: orders },
    required: ['userId', 'patientId', 'draftOrders'],
  },
  'order-select': {
    context: { ...encounter, draftOrders: orders, selections: ['ServiceRequest/draft-1'] },
    required: ['userId', 'patientId', 'draftOrders', 'selections'],
  },
  'order-dispatch': {
    context: { patientId: '1', dispatchedOrders: ['ServiceRequest/o1'], performer: 'Organization/o2' },
    required: ['patientId', 'dispatchedOrders', 'performer'],
  },
  'encounter-start': { context: encounter, required: ['userId', 'patientId', 'encounterId'] },
  'encounter-discharge': { context: encounter, required: ['userId', 'patientId', 'encounterId'] },
  'appointment-book': {
    context: { ...user, appointments: bundleOf({ resourceType: 'Appointment', status: 'proposed' }) },
    required: ['userId', 'patientId', 'appointments'],
  },
  'medication-refill': {
    context: { ...user, medications: bundleOf(medication) },
    required: ['patientId', 'medications'],
  },
  'allergyintolerance-create': {
    context: { ...user, allergyIntolerance: { resourceType: 'AllergyIntolerance' } },
    required: ['userId', 'patientId', 'allergyIntolerance'],
  },
  'problem-list-item-create': {
    context: { ...user, conditions: bundleOf({ resourceType: 'Condition' }) },
    required: ['userId', 'patientId', 'conditions'],
  },
  'medication-verify': {
    context: { ...user, medication },
    required: ['userId', 'patientId', 'medication'],
  },
};
