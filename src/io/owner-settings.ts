import type { OwnersFile } from '../manifest/settings-file.ts';
import { addressKey, addressProblem } from '../model/address.ts';
import type { Settings } from './run-settings.ts';

/** How a problem of the settings is told. */
export type ReportProblem = (
  code: 'RC302' | 'RC303' | 'RC304',
  path: readonly string[],
  message: string,
  hint: string,
) => void;

/** `owners` with its defaults; keys that are no addresses, and addresses with two handles, are problems. */
export function checkOwners(file: OwnersFile, report: ReportProblem): Settings['owners'] {
  const { handles = {}, default: fallback = [], settings = [] } = file;
  const seen = new Set<string>();
  for (const address of Object.keys(handles)) {
    const [path, key] = [['owners', 'handles', address], addressKey(address, 'fold')];
    const problem = addressProblem(address);
    if (problem !== undefined) {
      const hint = 'Write the address as in the manifests, then the handle.';
      report('RC302', path, `owners.handles: ${JSON.stringify(address)} ${problem}`, hint);
    } else if (seen.has(key)) {
      report('RC304', path, `owners.handles names ${address} twice`, 'Letter case does not count; keep one of them.');
    }
    seen.add(key);
  }
  return { handles, default: fallback, settings };
}
