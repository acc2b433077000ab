/** Which deliveries were accepted, so that a repetition is recognised. */
export interface DeliveryStore {
  known(source: string, deliveryId: string): Promise<boolean>;
  /** Called after the events are durable, never before. MUST be idempotent. */
  remember(source: string, deliveryId: string, receivedAt: Date): Promise<void>;
}
