import type { LagEntry } from '../../api/lag.js';
import { formatDuration } from '../../format/duration.js';
import classes from './lag-reading.module.css';

export function LagTable({ entries }: { readonly entries: readonly LagEntry[] }) {
  return (
    <table className={classes['table']}>
      <caption>Not read yet, by topic</caption>
      <thead>
        <tr>
          <th scope="col">Topic</th>
          <th scope="col">Messages</th>
          <th scope="col">Oldest</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={`${entry.group} ${entry.topic}`} title={`Consumer group ${entry.group}`}>
            <td className="exact">{entry.topic}</td>
            <td className="measured">{entry.lag.toLocaleString('en-GB')}</td>
            <td className="measured">
              {entry.oldestMs === undefined ? '–' : formatDuration(entry.oldestMs)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
