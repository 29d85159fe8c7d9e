import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../../src/manifest/resolve.ts';
import { options } from '../sample.ts';

/** Code and place of each problem with manifests in short. */
function problems(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ file: `${index + 1}.yaml`, text: `${text}\nmembers: []\n` }));
  return resolveManifests(files, options).diagnostics.map(
    ({ code, source }) => `${source.file}:${source.line}:${source.column} ${code}`,
  );
}

const hq = 'address: hq@x.net\npreviously: old@x.net';

describe('a former address', () => {
  it('is another one than the present, in any letter case, and named once', () => {
    expect(problems('address: hq@x.net\npreviously: HQ@x.net')).toEqual(['1.yaml:2:13 RC215']);
    expect(problems('address: hq@x.net\npreviously: [a@x.net, A@x.net]')).toEqual(['1.yaml:2:23 RC215']);
  });

  it('may be an alias of the same group', () => {
    expect(problems(`${hq}\naliases: [old@x.net]`)).toEqual([]);
  });

  it('is no address, no alias and no former address of another group', () => {
    expect(problems(hq, 'address: OLD@x.net')).toEqual(['1.yaml:2:13 RC218']);
    expect(problems(hq, 'address: b@x.net\naliases: [old@x.net]')).toEqual(['1.yaml:2:13 RC218']);
    expect(problems(hq, 'address: b@x.net\npreviously: old@x.net')).toEqual(['2.yaml:2:13 RC218']);
  });

  it('may pass on to a group that has a former address, but not in a circle', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name, at) => `address: ${name}@x.net\npreviously: ${'cab'[at]}@x.net`);
    expect(problems(b ?? '', c ?? '')).toEqual([]);
    expect(problems(a ?? '', b ?? '', c ?? '')).toEqual([
      '1.yaml:2:13 RC219',
      '2.yaml:2:13 RC219',
      '3.yaml:2:13 RC219',
    ]);
    const swap = ['address: a@x.net\npreviously: b@x.net', 'address: b@x.net\npreviously: a@x.net'];
    expect(problems(...swap)).toEqual(['1.yaml:2:13 RC219', '2.yaml:2:13 RC219']);
  });

  it('is an address, or a list of them that is not empty', () => {
    expect(problems('address: hq@x.net\npreviously: Old HQ <old@x.net>')).toEqual(['1.yaml:2:13 RC210']);
    expect(problems('address: hq@x.net\npreviously: []')).toEqual(['1.yaml:2:13 RC202']);
    expect(problems('address: hq@x.net\npreviously: true')).toEqual(['1.yaml:2:13 RC202']);
  });
});
