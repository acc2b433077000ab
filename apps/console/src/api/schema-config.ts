import { z } from 'zod';

// zod compiles schemas with `new Function` where it may; the page's content security policy says it may not, so it need not try.
z.config({ jitless: true });
