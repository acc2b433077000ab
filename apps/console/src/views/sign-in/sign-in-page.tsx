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

const fields = z.object({
  username: z.string(),
  password: z.string(),
  newPassword: z.string().optional(),
});

const mustChoose = ({ code }: ApiProblem) => code === 'ERR_PASSWORD_CHANGE_REQUIRED';

function sentenceOf(problem: ApiProblem): string {
  if (mustChoose(problem)) return 'This password was given to you. Choose one of your own to go on.';
  return problem.kind === 'signed-out' ? 'The user name or the password is wrong.' : problem.message;
}

export function SignInPage({ ended, onSignedIn }: SignInPageProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [choosing, setChoosing] = useState(false);

  async function signIn(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const { newPassword, ...known } = fields.parse(Object.fromEntries(new FormData(event.currentTarget)));
    setBusy(true);
    try {
      await gateway.signIn({ ...known, ...(newPassword && { newPassword }) });
      await onSignedIn();
    } catch (cause) {
      const met = toProblem(cause);
      if (mustChoose(met)) setChoosing(true);
      setProblem(met);
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
        {choosing && (
          <PasswordInput
            label="New password"
            description="At least 15 characters. Everywhere else you are signed out."
            name="newPassword"
            autoComplete="new-password"
            minLength={15}
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
          />
        )}
        <Button type="submit" loading={busy} fullWidth mt={4}>
          Sign in
        </Button>
        {!choosing && (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setChoosing(true)}>
            Change the password
          </Button>
        )}
      </form>
      <p className={classes['hint']}>
        <code>npm start</code> prints the name and password of the local administrator.
      </p>
    </DoorPanel>
  );
}
