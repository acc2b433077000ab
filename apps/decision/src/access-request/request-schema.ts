/** Access request profile, section 8: what a request may say besides what was denied. All of it is optional, so nobody is kept from asking. */
export function requestSchema(address: string) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: address,
    type: 'object',
    properties: {
      context: {
        type: 'object',
        properties: {
          business_justification: {
            type: 'string',
            minLength: 1,
            maxLength: 500,
            description: 'Why the access is needed, for those who decide.',
          },
        },
      },
      requested_access: {
        type: 'object',
        properties: {
          requested_until: {
            type: 'string',
            format: 'date-time',
            description: 'Until when it is needed; as long as is usual when absent.',
          },
          emergency: { type: 'boolean', description: 'That it is urgent; it is decided like any other.' },
        },
      },
    },
  } as const;
}
