/** What a change does to access. In doubt it widens: a second person then looks at it. */
export type Effect = 'widens' | 'narrows' | 'neutral';

export interface Difference {
  readonly what: 'policy' | 'schema' | 'entities' | 'model' | 'control' | 'standard' | 'case';
  /** The policy's id, the path in the model, the control's id. */
  readonly name: string;
  readonly effect: Effect;
  /** One sentence for the person who has to decide. */
  readonly words: string;
}
