import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { type ResolvedBeside, resolveBeside } from '../../src/manifest/resolve-beside.ts';
import { options } from './sample.ts';

const hq = { file: 'hq.yaml', text: 'address: hq@x.y\nmembers: []\ninclude: [germany@x.y]\n' };
const germany = { file: 'germany.yaml', text: 'address: germany@x.y\nmembers: []\ninclude: [berlin@x.y]\n' };
const berlin = (members: string): typeof hq => ({
  file: 'berlin.yaml',
  text: `address: berlin@x.y\nmembers: ${members}\n`,
});

const head = [hq, germany, berlin('[ann@x.y]')];

describe('another version of manifests', () => {
  it('has groups put together from that version', () => {
    const { groups } = beside(hq, germany, berlin('[bob@x.y]'));
    expect(groups.map(({ address, members }) => [address, members])).toEqual([
      ['hq@x.y', ['bob@x.y']],
      ['germany@x.y', ['bob@x.y']],
      ['berlin@x.y', ['bob@x.y']],
    ]);
  });

  it('leaves out every group that includes one that is not valid', () => {
    const { groups, diagnostics } = beside(hq, germany, berlin('nobody'));
    expect(groups).toEqual([]);
    expect(diagnostics.map(({ source }) => source.file)).toEqual(['berlin.yaml', 'germany.yaml', 'hq.yaml']);
  });

  it('gives the same groups for the same texts', () => {
    const { groups } = resolveManifests(head, options).state;
    expect(beside(...head).groups).toEqual(groups);
  });
});

function beside(...files: readonly (typeof hq)[]): ResolvedBeside {
  return resolveBeside(files, { files: head, groups: resolveManifests(head, options).state.groups }, options);
}
