import { z } from 'zod';

const ref = z.object({ type: z.string(), id: z.string() });
const values = z.record(z.string(), z.unknown());
const known = { attrs: values, parents: z.array(ref) };

/** What the policies were asked, enough to ask them again. */
export const askedQuestion = z.object({
  principal: ref,
  action: z.string(),
  resource: ref,
  context: values,
  entities: z.array(z.object({ uid: ref, ...known })),
});

type Ref = z.infer<typeof ref>;

/** The same for those who only read it. */
export interface AskedQuestion {
  readonly principal: Ref;
  readonly action: string;
  readonly resource: Ref;
  readonly context: Readonly<Record<string, unknown>>;
  readonly entities: readonly {
    readonly uid: Ref;
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly parents: readonly Ref[];
  }[];
}

/** A question for the policies without what one decision differs from the next in: who, on which resource, when. */
export const questionTemplate = z.object({
  /** Without an `id` it is that of the decision's subject. */
  principal: z.object({ type: z.string(), id: z.string().optional() }),
  action: z.string(),
  /** Without an `id` it is that of the decision's resource after the prefix. */
  resource: z.object({ type: z.string(), id: z.string().optional(), prefix: z.string().optional() }),
  context: values,
  /** Whether the context also says that it is `now` when the decision was made, in milliseconds since 1970. */
  saysNow: z.boolean(),
  entities: z.array(
    z.union([
      z.object({ is: z.enum(['principal', 'resource']), ...known }),
      z.object({ uid: ref, ...known }),
    ]),
  ),
});
export type QuestionTemplate = z.infer<typeof questionTemplate>;

/** What fills the blanks. */
export interface QuestionBlanks {
  readonly subjectId: string;
  readonly resourceId: string;
  readonly at: string;
}

export function templateOfQuestion(
  { principal, action, resource, context, entities }: AskedQuestion,
  { subjectId, resourceId, at }: QuestionBlanks,
): QuestionTemplate {
  const { now, ...rest } = context;
  const saysNow = now === Date.parse(at);
  return {
    principal: { type: principal.type, ...(principal.id !== subjectId && { id: principal.id }) },
    action,
    resource: { type: resource.type, ...resourceBlank(resource.id, resourceId) },
    context: saysNow ? rest : context,
    saysNow,
    entities: entities.map(({ uid, attrs, parents }) => ({
      ...(isSame(uid, principal)
        ? { is: 'principal' as const }
        : isSame(uid, resource)
          ? { is: 'resource' as const }
          : { uid }),
      attrs,
      parents: [...parents],
    })),
  };
}

export function questionFrom(
  { principal, action, resource, context, saysNow, entities }: QuestionTemplate,
  { subjectId, resourceId, at }: QuestionBlanks,
): z.infer<typeof askedQuestion> {
  const who = { type: principal.type, id: principal.id ?? subjectId };
  const what = { type: resource.type, id: resource.id ?? `${resource.prefix ?? ''}${resourceId}` };
  return {
    principal: who,
    action,
    resource: what,
    context: saysNow ? { ...context, now: Date.parse(at) } : context,
    entities: entities.map(({ attrs, parents, ...which }) => ({
      uid: 'uid' in which ? which.uid : which.is === 'principal' ? who : what,
      attrs,
      parents,
    })),
  };
}

function resourceBlank(asked: string, resourceId: string) {
  if (asked === resourceId) return {};
  return asked.endsWith(resourceId)
    ? { prefix: asked.slice(0, asked.length - resourceId.length) }
    : { id: asked };
}

function isSame(one: Ref, other: Ref): boolean {
  return one.type === other.type && one.id === other.id;
}
