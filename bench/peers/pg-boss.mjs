import PgBoss from 'pg-boss';

const parallel = 4;
const batch = 500;

export async function pgBoss() {
  const boss = new PgBoss({ connectionString: process.env.DATABASE_URL, max: 20, supervise: false });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue('nothing');
  await boss.createQueue('measured');
  return {
    async fill(count) {
      for (let left = count; left > 0; left -= batch) {
        await boss.insert(Array.from({ length: Math.min(left, batch) }, () => ({ name: 'nothing', data: {} })));
      }
    },

    // Its worker looks twice a second at most; fetching and completing by hand is its quickest way.
    async drain(count) {
      let done = 0;
      await Promise.all(Array.from({ length: parallel }, async () => {
        while (done < count) {
          const jobs = await boss.fetch('nothing', { batchSize: batch });
          if (jobs.length > 0) {
            await boss.complete('nothing', jobs.map(job => job.id));
            done += jobs.length;
          }
        }
      }));
    },
    enqueue: payload => boss.send('measured', payload),
    work: started => boss.work('measured', { pollingIntervalSeconds: 0.5 }, ([job]) => started(job.data)),
  };
}
