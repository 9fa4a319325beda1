// The audits of npm's graphql-http (GraphQL over HTTP) against a running service:
//   npm ci && node audit.mjs http://127.0.0.1:8080/graphql
import { serverAudits } from 'graphql-http';

const url = process.argv[2];
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

const EXPECTED = 61;
const audits = serverAudits({ url });
const passed = new Map();
let failures = 0;
for (const { id, name, fn } of audits) {
  const { status, reason } = await fn();
  const level = name.split(' ')[0];
  const { ok = 0, all = 0 } = passed.get(level) ?? {};
  passed.set(level, { ok: ok + (status === 'ok'), all: all + 1 });
  if (status !== 'ok') failures += 1;
  console.log(`${status === 'ok' ? 'ok    ' : 'FAILED'} ${id} ${name}${reason ? `: ${reason}` : ''}`);
}
console.log([...passed].map(([level, { ok, all }]) => `${level} ${ok}/${all}`).join(', '));
if (audits.length !== EXPECTED) {
  console.error(`the package has ${audits.length} audits, this script knows ${EXPECTED}`);
  process.exit(1);
}
console.log(`${audits.length - failures} passed, ${failures} failed`);
process.exit(failures ? 1 : 0);
