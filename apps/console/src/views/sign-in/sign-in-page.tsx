import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { z } from 'zod';
import { gateway } from '../../api/gateway.js';
import { toProblem, type ApiProblem } from '../../api/problem.js';
import { Notice } from '../frame/notice.js';
import { DoorPanel } from './door-panel.js';
import classes from './sign-in-page.module.css';

interface SignInPageProps {
  readonly ended: boolean;
  readonly onSignedIn: () => Promise<void>;
}

const fields = z.object({ username: z.string(), password: z.string() });

const sentenceOf = (problem: ApiProblem) =>
  problem.kind === 'signed-out' ? 'The user name or the password is wrong.' : problem.message;

export function SignInPage({ ended, onSignedIn }: SignInPageProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  async function signIn(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const { username, password } = fields.parse(Object.fromEntries(new FormData(event.currentTarget)));
    setBusy(true);
    try {
      await gateway.signIn(username, password);
      await onSignedIn();
    } catch (cause) {
      setProblem(toProblem(cause));
      setBusy(false);
    }
  }

  return (
    <DoorPanel title="Sign in">
      <form onSubmit={(event) => void signIn(event)} className={classes['form']}>
        {problem && <Notice tone="attention">{sentenceOf(problem)}</Notice>}
        {ended && !problem && <Notice tone="plain">Your session has ended. Sign in again to go on.</Notice>}
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" loading={busy} fullWidth mt={4}>
          Sign in
        </Button>
      </form>
      <p className={classes['hint']}>
        <code>npm start</code> prints the name and password of the local administrator.
      </p>
    </DoorPanel>
  );
}
