import { Outbox } from '@trivium/bus';
import { agentAccessGrantedV1 } from '@trivium/contracts';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { accessGranted, Announce, SweepDue } from '@trivium/revocation';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import {
  DATA_SOURCE,
  GOVERNANCE,
  HttpClientDirectory,
  RoadAssertions,
  RoadModule,
  ROAD_REVOCATION,
  ServiceModule,
  type RoadHooks,
} from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { AgentConfig } from './agent.config.js';
import { ClientController } from './client/client.controller.js';
import { StateClient } from './client/state-client.js';
import { DelegationController } from './delegation/delegation.controller.js';
import { DELEGATIONS, type DelegationStore } from './delegation/delegation.store.js';
import { PgDelegationStore } from './delegation/delegation.store.pg.js';
import { DelegatorConsumer } from './delegation/delegator.consumer.js';
import { EndDelegation } from './delegation/end-delegation.js';
import { EndUnder } from './delegation/end-under.js';
import { IssueDelegation } from './delegation/issue-delegation.js';
import { DueDelegations, DueTasks } from './due-ends.js';
import { AGENTS, type AgentStore } from './registration/agent.store.js';
import { PgAgentStore } from './registration/agent.store.pg.js';
import { AgentStateController } from './registration/agent-state.controller.js';
import { EndAgent } from './registration/end-agent.js';
import { RegisterAgent } from './registration/register-agent.js';
import { ResumeAgent } from './registration/resume-agent.js';
import { RegistrationController } from './registration/registration.controller.js';
import { AgentProof } from './task/agent-proof.js';
import { EndTask } from './task/end-task.js';
import { HeardTasks } from './task/heard-tasks.js';
import { RecordTask } from './task/record-task.js';
import { TaskConsumer } from './task/task.consumer.js';
import { TaskController } from './task/task.controller.js';
import { TASKS, type TaskStore } from './task/task.store.js';
import { PgTaskStore } from './task/task.store.pg.js';

const DUE_TASKS = Symbol('DueTasks');
const DUE_DELEGATIONS = Symbol('DueDelegations');

const stores: Provider[] = [
  { provide: AGENTS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgAgentStore(pool) },
  { provide: DELEGATIONS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgDelegationStore(pool) },
  { provide: TASKS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgTaskStore(pool) },
];

const useCases: Provider[] = [
  {
    provide: RegisterAgent,
    inject: [AGENTS, UNIT_OF_WORK, Outbox, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof RegisterAgent>) => new RegisterAgent(...parts),
  },
  {
    provide: IssueDelegation,
    inject: [DELEGATIONS, AGENTS, UNIT_OF_WORK, Outbox, ROAD_REVOCATION, RoadAssertions, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof IssueDelegation>) => new IssueDelegation(...parts),
  },
  {
    provide: EndDelegation,
    inject: [EndUnder, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof EndDelegation>) => new EndDelegation(...parts),
  },
  {
    provide: EndUnder,
    inject: [DELEGATIONS, TASKS, ROAD_REVOCATION, Outbox, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof EndUnder>) => new EndUnder(...parts),
  },
  {
    provide: EndAgent,
    inject: [AGENTS, DELEGATIONS, EndUnder, UNIT_OF_WORK, Outbox, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof EndAgent>) => new EndAgent(...parts),
  },
  {
    provide: ResumeAgent,
    inject: [AGENTS, UNIT_OF_WORK, Outbox, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof ResumeAgent>) => new ResumeAgent(...parts),
  },
  {
    provide: EndTask,
    inject: [TASKS, ROAD_REVOCATION, Outbox, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof EndTask>) => new EndTask(...parts),
  },
  {
    provide: RecordTask,
    inject: [TASKS, DELEGATIONS, EndTask, ROAD_REVOCATION, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof RecordTask>) => new RecordTask(...parts),
  },
  {
    provide: HeardTasks,
    inject: [TASKS, DATA_SOURCE],
    useFactory: (tasks: TaskStore, pool: Sql) => new HeardTasks(tasks, pool),
  },
  {
    provide: AgentProof,
    inject: [AGENTS, CLOCK],
    useFactory: (agents: AgentStore, clock: Clock) => new AgentProof(agents, clock),
  },
];

const clients = (config: AgentConfig): Provider[] => [
  {
    provide: HttpClientDirectory,
    useFactory: () => new HttpClientDirectory(config.TRIVIUM_DECISION_URL),
  },
  {
    provide: StateClient,
    inject: [UNIT_OF_WORK, ROAD_REVOCATION, RoadAssertions, HttpClientDirectory, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof StateClient>) => new StateClient(...parts),
  },
];

const dueWork: Provider[] = [
  {
    provide: DUE_TASKS,
    inject: [TASKS, UNIT_OF_WORK, EndTask, CLOCK, LOGGER],
    useFactory: (tasks: TaskStore, unitOfWork: UnitOfWork, endTask: EndTask, clock: Clock, log: Logger) =>
      new SweepDue('due tasks', new DueTasks(tasks, unitOfWork, endTask), clock, log),
  },
  {
    provide: DUE_DELEGATIONS,
    inject: [DELEGATIONS, UNIT_OF_WORK, EndDelegation, CLOCK, LOGGER],
    useFactory: (
      delegations: DelegationStore,
      unitOfWork: UnitOfWork,
      end: EndDelegation,
      clock: Clock,
      log: Logger,
    ) => new SweepDue('due delegations', new DueDelegations(delegations, unitOfWork, end), clock, log),
  },
  longRunning('agent ends', DUE_TASKS, DUE_DELEGATIONS),
];

/** An account that works is a grant of its task. */
function hooksOf(outbox: Outbox, model: GovernanceModel, pool: Sql): RoadHooks {
  const tasks = new PgTaskStore(pool);
  const announce = new Announce('agent', outbox);
  return {
    onActive: async (tx, account, at) => {
      const { accountId, ownerId, target } = account;
      const task = await tasks.find(tx, ownerId as Parameters<TaskStore['find']>[1]);
      if (!task) return;
      const permission = { action: 'login', resource: { type: 'target', id: target } };
      const facts = {
        grantId: accountId,
        subjectId: ownerId,
        chain: [...task.chain],
        permission,
        grantedAt: at.toISOString(),
        expiresAt: task.expiresAt.toISOString(),
      };
      const policyVersion = model.version;
      await outbox.append(tx, agentAccessGrantedV1, facts, { time: at, policyVersion });
      const entry = accessGranted(account, { id: ownerId, kind: 'task' });
      await announce.recorded(tx, [entry], { at, policyVersion });
    },
    onVerified: async () => undefined,
  };
}

/** Agents: registered, let act, at work, cut off. */
@Module({})
export class AgentModule {
  static for(config: AgentConfig): DynamicModule {
    return {
      module: AgentModule,
      imports: [
        ServiceModule.for('agent', config),
        RoadModule.for({
          road: 'agent',
          config,
          hooks: { inject: [Outbox, GOVERNANCE, DATA_SOURCE], useFactory: hooksOf },
        }),
      ],
      controllers: [
        RegistrationController,
        AgentStateController,
        ClientController,
        DelegationController,
        TaskController,
        TaskConsumer,
        DelegatorConsumer,
      ],
      providers: [...stores, ...useCases, ...clients(config), ...dueWork],
    };
  }
}
