import 'reflect-metadata';
import { HttpStatus, RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { publicKey, rolesKey } from '@trivium/runtime';
import ts from 'typescript';
import { z } from 'zod';

/** One route as its decorators state it; the schemas are those that parse what is sent. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Who may call it; undefined where the route itself decides, or needs nobody to be known. */
  readonly roles: readonly string[] | undefined;
  readonly parameters: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  /** Of a success. */
  readonly status: number;
}

/** The routes of the controllers that a module exports; `source` is its TypeScript, whose comments describe them. */
export function routesOf(exported: Readonly<Record<string, unknown>>, source: string): readonly Route[] {
  const summaries = summariesIn(source);
  return Object.values(exported)
    .filter(
      (value): value is Type => typeof value === 'function' && Reflect.hasMetadata(PATH_METADATA, value),
    )
    .flatMap((controller) =>
      Object.getOwnPropertyNames(controller.prototype)
        .filter(
          (name) => name !== 'constructor' && Reflect.hasMetadata(METHOD_METADATA, handler(controller, name)),
        )
        .map((name) => routeOf(controller, name, summaries)),
    );
}

function handler(controller: Type, name: string): object {
  return (controller.prototype as Readonly<Record<string, object>>)[name] ?? {};
}

function routeOf(controller: Type, name: string, summaries: ReadonlyMap<string, string>): Route {
  const act = handler(controller, name);
  const method = metadata(z.enum(RequestMethod), METHOD_METADATA, act);
  const schemas = schemasOf(controller, name);
  const usual = method === RequestMethod.POST ? HttpStatus.CREATED : HttpStatus.OK;
  return {
    method: RequestMethod[method],
    path: [controller, act].map((one) => pathOf(one)).join(''),
    summary: summaries.get(`${controller.name}.${name}`) ?? '',
    roles: rolesOf(controller, act),
    parameters: schemas.get(RouteParamtypes.PARAM),
    query: schemas.get(RouteParamtypes.QUERY),
    body: schemas.get(RouteParamtypes.BODY),
    status: metadata(z.number().default(usual), HTTP_CODE_METADATA, act),
  };
}

function metadata<S extends z.ZodType>(
  schema: S,
  key: string,
  ...of: readonly [object, ...object[]]
): z.output<S> {
  const [found] = of.map((one): unknown => Reflect.getMetadata(key, one)).filter((one) => one !== undefined);
  return schema.parse(found);
}

function pathOf(of: object): string {
  const path = metadata(z.string(), PATH_METADATA, of).replace(/^\/|\/$/g, '');
  return path === '' ? '' : `/${path}`;
}

function rolesOf(controller: Type, act: object): readonly string[] | undefined {
  if (metadata(z.boolean().default(false), publicKey, act, controller)) return undefined;
  return metadata(z.array(z.string()).default([]), rolesKey, act, controller);
}

const routeArguments = z
  .record(z.string(), z.object({ schema: z.instanceof(z.ZodType).optional() }))
  .default({});

/** Nest keeps them by `<kind of argument>:<its place>`. */
function schemasOf(controller: Type, name: string): ReadonlyMap<number, z.ZodType> {
  const given: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name);
  return new Map(
    Object.entries(routeArguments.parse(given)).flatMap(([key, { schema }]) =>
      schema ? [[Number(key.split(':')[0]), schema] as const] : [],
    ),
  );
}

/** What stands in a comment before a method, by `<class>.<method>`. */
function summariesIn(source: string): ReadonlyMap<string, string> {
  const file = ts.createSourceFile('controller.ts', source, ts.ScriptTarget.Latest, true);
  const found = new Map<string, string>();
  for (const statement of file.statements)
    if (ts.isClassDeclaration(statement))
      for (const member of statement.members)
        if (ts.isMethodDeclaration(member) && ts.isIdentifier(member.name))
          found.set(`${statement.name?.text}.${member.name.text}`, commentOf(member));
  return found;
}

function commentOf(method: ts.MethodDeclaration): string {
  const [comment] = ts.getJSDocCommentsAndTags(method).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(comment?.comment) ?? '').replaceAll(/\s+/g, ' ').trim();
}
