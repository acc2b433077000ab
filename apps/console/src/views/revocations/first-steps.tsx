import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './first-steps.module.css';

const demo = 'npm run demo';

/** What to do while no road has ended any access yet. */
export function FirstSteps() {
  return (
    <section className={classes['panel']} aria-labelledby="first-steps">
      <h2 id="first-steps" className={classes['title']}>
        No access has ended yet
      </h2>
      <p className={classes['text']}>
        Run the demo in the project’s folder. A leaver, a leaked secret and an agent’s finished task will each
        cross their own road here, with the measured time of every stage.
      </p>
      <div className={classes['command']}>
        <code>{demo}</code>
        <CopyButton value={demo}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="compact-sm"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <p className={classes['text']}>
        This page is connected and shows the first event by itself; there is nothing to reload.
      </p>
    </section>
  );
}
