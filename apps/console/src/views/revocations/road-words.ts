import type { Road } from '@trivium/identity';
import { IconKey, IconRobot, IconUsers, type Icon } from '@tabler/icons-react';

/** What the page calls each road, and what is on it. */
export const roadWords: Readonly<Record<Road, { name: string; icon: Icon; empty: string }>> = {
  workforce: { name: 'People', icon: IconUsers, empty: 'Nobody has left or moved yet.' },
  workload: {
    name: 'Non-human identities',
    icon: IconKey,
    empty: 'No secret, key or service account has been revoked yet.',
  },
  agent: { name: 'Agents', icon: IconRobot, empty: 'No task or delegation of an agent has ended yet.' },
};
