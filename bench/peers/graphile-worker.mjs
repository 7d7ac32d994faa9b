import { Logger, makeWorkerUtils, run } from 'graphile-worker';

const logger = new Logger(() => () => {});

// Its own quickest way: a local queue filled in batches, completions gathered.
const preset = {
  worker: {
    connectionString: process.env.DATABASE_URL,
    maxPoolSize: 20,
    concurrentJobs: 500,
    pollInterval: 2000,
    localQueue: { size: 500, refetchDelay: { durationMs: 0 } },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger,
  },
};

export async function graphileWorker() {
  const utils = await makeWorkerUtils({ connectionString: process.env.DATABASE_URL, logger });
  await utils.migrate();
  return {
    async fill(count) {
      await utils.withPgClient(client => client.query(
        `select graphile_worker.add_jobs(array(select row('nothing', '{}'::json, null, null, null, null, null, null)::graphile_worker.job_spec from generate_series(1, $1)))`,
        [count]));
    },
    async drain(count) {
      let done = 0;
      let finish;
      const all = new Promise(resolve => (finish = resolve));
      const runner = await run({ preset, taskList: { nothing: () => { if (++done === count) finish(); } } });
      await all;
      await runner.stop();
    },
    enqueue: payload => utils.addJob('measured', payload),
    work: started => run({
      preset: { worker: { ...preset.worker, concurrentJobs: 4, localQueue: undefined } },
      taskList: { measured: payload => started(payload) },
    }),
  };
}
