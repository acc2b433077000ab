import { Public } from '@trivium/runtime';
import { Body, Controller, Header, HttpCode, Post, UseFilters } from '@nestjs/common';
import { z } from 'zod';
import { OAuthErrorFilter } from '../oauth-error.filter.js';
import { OAuthError } from '../oauth.errors.js';
import { RegisterClient } from './register-client.js';

const request = z.object({ software_statement: z.string().min(1).max(65_536) });

/** RFC 7591 section 3.2.1. */
export interface ClientInformation {
  readonly client_id: string;
  readonly client_id_issued_at: number;
  readonly grant_types: readonly ['client_credentials'];
  readonly token_endpoint_auth_method: 'private_key_jwt' | 'spiffe_jwt';
  readonly dpop_bound_access_tokens: boolean;
  readonly scope?: string;
}

/** Client registration (RFC 7591), open to whoever brings a statement that a road signed: it says everything, and may be brought again. */
@Public()
@Controller('oauth/register')
@UseFilters(OAuthErrorFilter)
export class RegistrationController {
  constructor(private readonly register: RegisterClient) {}

  /** Registers a client by a statement that its road has signed (RFC 7591, section 3.1). */
  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async create(@Body() body: unknown): Promise<ClientInformation> {
    const parsed = request.safeParse(body);
    if (!parsed.success) throw new OAuthError('invalid_client_metadata', 'software_statement is missing');
    const one = await this.register.execute(parsed.data.software_statement);
    return {
      client_id: one.clientId,
      client_id_issued_at: Math.floor(one.statedAt.getTime() / 1000),
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: one.federated?.issuer.startsWith('spiffe://')
        ? 'spiffe_jwt'
        : 'private_key_jwt',
      dpop_bound_access_tokens: one.dpopBound,
      ...(one.scope.length > 0 && { scope: one.scope.join(' ') }),
    };
  }
}
