import { z } from 'zod';

export const governanceSettings = {
  TRIVIUM_GOVERNANCE_DIR: z.string().min(1).describe('Folder with the governance model (model.yaml).'),
};
