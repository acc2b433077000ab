import { GatewayUnreachable } from '../views/sign-in/gateway-unreachable.js';
import { SignInPage } from '../views/sign-in/sign-in-page.js';
import { RevocationsPage } from '../views/revocations/revocations-page.js';
import { useSession } from './use-session.js';

export function App() {
  const { state, refresh, ended, signOut } = useSession();
  switch (state.kind) {
    case 'asking':
      return null;
    case 'unknown':
      return <GatewayUnreachable problem={state.problem} onRetry={refresh} />;
    case 'signed-out':
      return <SignInPage ended={state.ended} onSignedIn={refresh} />;
    case 'signed-in':
      return <RevocationsPage session={state.session} onSessionEnded={ended} onSignOut={signOut} />;
  }
}
