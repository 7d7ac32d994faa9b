// node peers.mjs drain PEER RUNS     enqueues runs that do nothing, then measures how fast one process works them off
// node peers.mjs start PEER RUNS     measures from enqueue in this process to start in another, the system idle
// PEER: graphile-worker, pg-boss, bullmq. DATABASE_URL and REDIS_URL say where. Prints one JSON line.
import { fork } from 'node:child_process';
import { graphileWorker } from './graphile-worker.mjs';
import { pgBoss } from './pg-boss.mjs';
import { bullmq } from './bullmq.mjs';

const peers = { 'graphile-worker': graphileWorker, 'pg-boss': pgBoss, bullmq };
const [what, name, count] = process.argv.slice(2);
const runs = Number(count ?? 10_000);
const peer = await peers[name]();

// One monotonic clock for all processes of a host.
const now = () => Number(process.hrtime.bigint()) / 1e6;

if (what === 'drain') {
  await peer.fill(runs);
  const began = now();
  await peer.drain(runs);
  print({ runs, perSecond: Math.round(runs / (now() - began) * 1000) });
} else if (what === 'start') {
  await peer.prepare?.();
  const worker = fork(process.argv[1], ['work', name]);
  const late = [];
  await message(worker, 'ready');
  for (let i = 0; i < runs; i++) {
    const started = message(worker);
    await peer.enqueue({ at: now() });
    late.push(await started);
    await new Promise(resolve => setTimeout(resolve, 50 + (i * 37) % 100));
  }

  late.sort((a, b) => a - b);
  print({ runs, p50Ms: round(late[Math.floor(runs * 0.5)]), p99Ms: round(late[Math.ceil(runs * 0.99) - 1]) });
  worker.kill();
} else if (what === 'work') {
  await peer.work(payload => process.send(now() - payload.at));
  process.send('ready');
  await new Promise(() => {});
}

process.exit(0);

function message(worker, expected) {
  return new Promise(resolve => worker.on('message', function listen(text) {
    if (expected === undefined || text === expected) {
      worker.off('message', listen);
      resolve(text);
    }
  }));
}

function round(number) {
  return Math.round(number * 10) / 10;
}

function print(figures) {
  console.log(JSON.stringify({ peer: name, bench: what, ...figures }));
}
