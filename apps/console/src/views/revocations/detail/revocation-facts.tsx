import type { RevocationView } from '@trivium/contracts';
import { formatZoned } from '../../../format/instant.js';
import { toSentence, toWords } from '../../../format/words.js';
import { roadWords } from '../road-words.js';
import { Fact, Facts } from './facts.js';

/** Who, why, when, and who answers for it. */
export function RevocationFacts({ view }: { readonly view: RevocationView }) {
  return (
    <Facts>
      <Fact name="Road">{roadWords[view.road].name}</Fact>
      <Fact name="Kind">{toSentence(toWords(view.subject.kind))}</Fact>
      <Fact name="Reason">{toSentence(view.reason)}</Fact>
      <Fact name="Event" face="measured">
        <time dateTime={view.eventAt} title={view.eventAt}>
          {formatZoned(view.eventAt)}
        </time>
      </Fact>
      {view.owner && <Fact name="Owner">{view.owner}</Fact>}
      {view.deadline && (
        <Fact name="Deadline" face="measured">
          {formatZoned(view.deadline)}
        </Fact>
      )}
      <Fact name="Subject" face="exact" wide>
        {view.subject.id}
      </Fact>
      <Fact name="Revocation" face="exact" wide>
        {view.revocationId}
      </Fact>
    </Facts>
  );
}
