import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { parseBody, parseParameters } from './parse-body.js';

/**
 * What a handler takes is what the schema of its decorator describes (`@Body({ schema })`, `@Param({ schema })`, `@Query({ schema })`);
 * anything else is a 400 `Problem` that names each field. Runs after the guards, so a stranger learns nothing from it.
 */
@Injectable()
export class ParseBySchema implements PipeTransform {
  transform(value: unknown, { type, schema }: ArgumentMetadata): unknown {
    if (!schema) return value;
    if (!(schema instanceof z.ZodType)) throw new Error(`the schema of a ${type} is none of Zod's`);
    return type === 'body' ? parseBody(schema, value) : parseParameters(schema, value);
  }
}
