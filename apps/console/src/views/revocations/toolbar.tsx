import { SegmentedControl, TextInput, VisuallyHidden, type SegmentedControlProps } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { roads } from '@trivium/identity';
import { IconLayoutColumns, IconSearch, IconTable } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import type { Address } from './address.js';
import type { ShownState } from './filter.js';
import { roadWords } from './road-words.js';
import classes from './toolbar.module.css';

interface ToolbarProps {
  readonly address: Address;
  readonly go: (change: Partial<Address>) => void;
}

const roadChoices = [
  { value: 'all' as const, label: 'All roads' },
  ...roads.map((road) => ({ value: road, label: road === 'workload' ? 'Non-human' : roadWords[road].name })),
];

const stateChoices: { value: ShownState; label: string }[] = [
  { value: 'all', label: 'Any state' },
  { value: 'in-progress', label: 'In progress' },
  { value: 'attention', label: 'Needs a person' },
  { value: 'verified', label: 'Verified' },
];

const layoutChoices = [
  {
    value: 'lanes' as const,
    label: <Choice icon={<IconLayoutColumns size={16} stroke={1.7} />} name="Lanes" />,
  },
  { value: 'table' as const, label: <Choice icon={<IconTable size={16} stroke={1.7} />} name="Table" /> },
];

function Choice({ icon, name }: { readonly icon: ReactNode; readonly name: string }) {
  return (
    <span className={classes['choice']}>
      {icon}
      <VisuallyHidden>{name}</VisuallyHidden>
    </span>
  );
}

/** One of a few, as the arrow keys choose it. */
function Choices<Value extends string>(props: SegmentedControlProps<Value>) {
  return (
    <div className={classes['choices']}>
      <SegmentedControl size="xs" className={classes['control'] ?? ''} {...props} />
    </div>
  );
}

export function Toolbar({ address, go }: ToolbarProps) {
  const search = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => search.current?.focus()]]);
  return (
    <search className={classes['toolbar']} aria-label="Filter the revocations">
      <TextInput
        ref={search}
        type="search"
        size="sm"
        className={classes['search'] ?? ''}
        aria-label="Search by subject"
        aria-keyshortcuts="/"
        leftSectionWidth={92}
        leftSection={
          <span className={classes['field']} aria-hidden="true">
            <IconSearch size={16} stroke={1.7} /> Subject
          </span>
        }
        rightSection={address.subject === '' && <kbd className={classes['key']}>/</kbd>}
        value={address.subject}
        onChange={(event) => go({ subject: event.currentTarget.value })}
      />
      <Choices aria-label="Road" data={roadChoices} value={address.road} onChange={(road) => go({ road })} />
      <Choices
        aria-label="State"
        data={stateChoices}
        value={address.state}
        onChange={(state) => go({ state })}
      />
      <SegmentedControl
        aria-label="Layout"
        size="xs"
        className={`${classes['control']} ${classes['layout']}`}
        data={layoutChoices}
        value={address.layout}
        onChange={(layout) => go({ layout })}
      />
    </search>
  );
}
