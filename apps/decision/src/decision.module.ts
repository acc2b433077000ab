import { longRunning } from '@trivium/runtime';
import { ServiceModule } from '@trivium/service';
import { counter, metricNames } from '@trivium/telemetry';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { accessRequestControllers, accessRequestProviders } from './access-request/access-request.module.js';
import { AuthzenRoutes, DECISION_POINT } from './authzen/authzen-routes.adapter.js';
import { AuthzenModule } from './authzen/authzen.module.js';
import { ChainsModule } from './chains/chains.module.js';
import { RegisteredClients } from './clients/registered-clients.js';
import { issuerOf, type DecisionConfig } from './decision.config.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { PolicyModule } from './policy/policy.module.js';
import { ProjectionModule } from './projection/projection.module.js';
import { Tally } from './hot/tally.js';
import { ServeHotRoutes } from './hot/serve-hot-routes.adapter.js';

@Global()
@Module({})
class SharedModule {
  static for(config: DecisionConfig): DynamicModule {
    return {
      module: SharedModule,
      providers: [
        { provide: RegisteredClients, useValue: new RegisteredClients(config.TRIVIUM_API_CLIENTS) },
        { provide: Tally, useFactory: () => new Tally(counter(metricNames.decisions)) },
        longRunning('decision', Tally),
      ],
      exports: [RegisteredClients, Tally],
    };
  }
}

/** Real-time authorization: who is it (OAuth), and may it (AuthZEN). */
@Module({})
export class DecisionModule {
  static for(config: DecisionConfig): DynamicModule {
    return {
      module: DecisionModule,
      imports: [
        ServiceModule.for('decision', config),
        SharedModule.for(config),
        PolicyModule.for(config),
        ChainsModule.for(config),
        ProjectionModule,
        OAuthModule.for(config),
        AuthzenModule.for(config),
      ],
      controllers: accessRequestControllers,
      providers: [
        ServeHotRoutes,
        AuthzenRoutes,
        { provide: DECISION_POINT, useValue: issuerOf(config) },
        ...accessRequestProviders(config),
      ],
    };
  }
}
