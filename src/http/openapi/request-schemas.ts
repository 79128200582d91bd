import { z } from 'zod';
import type { ServiceDescription } from '../../cds-hooks/discovery.ts';
import { feedbackSchema } from '../../cds-hooks/feedback/schema.ts';
import { hooks } from '../../cds-hooks/hooks.ts';
import { envelope } from '../../cds-hooks/request.ts';
import type { Json } from './parts.ts';

/** The body of a call of a service, by the schemas that parse it. */
export function callSchema({ hook, prefetch }: ServiceDescription): Json {
  const { context } = hooks.get(hook)!;
  const schema = toJsonSchema(z.looseObject({ ...envelope.shape, hook: z.literal(hook), context }));
  const templates = Object.entries(prefetch).map(([key, template]) => [key, { description: template }]);
  return {
    ...schema,
    properties: withPrefetch(schema.properties as Json, Object.fromEntries(templates)),
    // Checked after parsing (CDS Hooks 2.0.1, "HTTP Request").
    dependentRequired: { fhirAuthorization: ['fhirServer'] },
  };
}

const withPrefetch = (properties: Json, templates: Json): Json => ({
  ...properties,
  prefetch: { ...(properties.prefetch as Json), properties: templates },
});

export const feedbackCallSchema = (): Json => toJsonSchema(feedbackSchema);

function toJsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', override: complete });
  return rest;
}

interface Overridden {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** What zod leaves out: the elements of lists that are counted before they are parsed, and protocols of URLs. */
function complete({ zodSchema, jsonSchema }: Overridden): void {
  const { def } = zodSchema._zod;
  if (def.type === 'pipe' && def.out instanceof z.ZodArray)
    jsonSchema.items = toJsonSchema(def.out.element as z.ZodType);
  if (zodSchema instanceof z.ZodURL) jsonSchema.pattern = '^[Hh][Tt][Tt][Pp][Ss]?://';
}
