import type { Finding } from '../../model/diagnosis.ts';
import type { DoctorFacts } from './facts.ts';
import { failed, ok, warning } from './finding.ts';

/** Which server answers. */
export function checkConnection({ inputs, connection }: DoctorFacts): readonly Finding[] {
  switch (connection.kind) {
    case 'skipped':
      return [];
    case 'failed':
      return connection.blame === 'input' ? [] : [failed(connection)];
    case 'known': {
      const { url, passedOver } = connection.fact;
      if (inputs.settings?.isFile === true) {
        return [ok(`${url} is an LDIF file and can be read; what only a server has is not looked at`)];
      }
      const hint = 'Start it, or take it out of directory.url. A run keeps to the first server that answers.';
      return [...passedOver.map((name) => warning(`${name} does not answer`, hint)), ok(`${url} answers`)];
    }
  }
}
