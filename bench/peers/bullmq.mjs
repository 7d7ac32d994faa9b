import { Queue, Worker } from 'bullmq';

const { hostname: host, port } = new URL(process.env.REDIS_URL);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const batch = 500;

export async function bullmq() {
  const queues = { nothing: new Queue('nothing', { connection }), measured: new Queue('measured', { connection }) };
  return {
    async fill(count) {
      for (let left = count; left > 0; left -= batch) {
        await queues.nothing.addBulk(Array.from({ length: Math.min(left, batch) }, () => ({ name: 'nothing', data: {} })));
      }
    },
    async drain(count) {
      let done = 0;
      let finish;
      const all = new Promise(resolve => (finish = resolve));
      const worker = new Worker('nothing', async () => {}, { connection, concurrency: 500 });
      worker.on('completed', () => { if (++done === count) finish(); });
      await all;
      await worker.close();
    },
    enqueue: payload => queues.measured.add('measured', payload),
    work: async started => {
      const worker = new Worker('measured', async job => started(job.data), { connection });
      await worker.waitUntilReady();
    },
  };
}
