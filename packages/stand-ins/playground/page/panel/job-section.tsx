import { useState } from 'preact/hooks';
import type { Cell, JobView } from '../../wire.ts';
import { clockTime } from './clock-time.ts';

/** One job as the bot keeps it, and as RunPod was asked for it: the latest, or a chosen one. */
export function JobSection({ jobs }: { readonly jobs: readonly JobView[] }) {
  const [chosen, setChosen] = useState('');
  const job = jobs.find(({ id }) => id === chosen) ?? jobs[0];
  return (
    <details class="panel-section" open>
      <summary>
        <h2>Job</h2>
      </summary>
      {job ? (
        <>
          <label class="panel-choice">
            <span>Job</span>
            <select
              value={chosen}
              onChange={({ currentTarget }) => {
                setChosen(currentTarget.value);
              }}
            >
              <option value="">the latest</option>
              {jobs.map(({ id, row }) => (
                <option key={id} value={id}>
                  {id}, {row.state}
                </option>
              ))}
            </select>
          </label>
          <JobDetails job={job} />
        </>
      ) : (
        <p>None yet. Send /imagine in the channel.</p>
      )}
    </details>
  );
}

function JobDetails({ job }: { readonly job: JobView }) {
  return (
    <>
      <h3>
        {job.id}: {job.row.state}
      </h3>
      <table class="panel-table">
        <caption>Its events</caption>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">State</th>
            <th scope="col">Cause</th>
          </tr>
        </thead>
        <tbody>
          {job.events.map(({ id, at, to_state, cause }) => (
            <tr key={id}>
              <td>{clockTime(at)}</td>
              <td>{to_state}</td>
              <td>{cause}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>Its row in the job log</summary>
        <table class="panel-table">
          <tbody>
            {Object.entries(job.row).map(([column, value]) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <td>{words(column, value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <details>
        <summary>The graph that RunPod was sent</summary>
        {job.input === undefined ? (
          <p>Nothing was sent yet.</p>
        ) : (
          <pre class="panel-code" tabIndex={0} role="region" aria-label="Graph">
            {JSON.stringify(job.input, null, 2)}
          </pre>
        )}
      </details>
    </>
  );
}

function words(column: string, value: Cell): string {
  if (value === null) return '–';
  return column.endsWith('_at') ? clockTime(value) : String(value);
}
