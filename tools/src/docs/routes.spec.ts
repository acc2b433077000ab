import { apiRoutes } from './sources.js';

const routes = (await apiRoutes('source')).flatMap(({ owner, routes: own }) =>
  own.map((route) => ({ name: `${owner}: ${route.method} ${route.path}`, ...route })),
);

it('the reference knows the routes', () => {
  expect(routes.length).toBeGreaterThan(50);
});

it.each(routes)('$name says what it does and who may', ({ summary, roles }) => {
  expect(summary).toMatch(/^[A-Z].{10}/);
  expect(roles).not.toEqual([]);
});

it('what is sent to a route is described by what parses it', () => {
  const task = routes.find(({ method, path }) => method === 'POST' && path === '/tasks/:taskId/:act');
  expect(task?.parameters?.safeParse({ taskId: 'me', act: 'complete' }).success).toBe(false);
  expect(task?.body?.safeParse({ clientAssertion: 'a.b.c' }).success).toBe(true);
});
