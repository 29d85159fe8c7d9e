import { describe, expect, it } from 'vitest';
import { checkNames } from '../../src/model/diagnosis.ts';
import { page } from './pages.ts';

describe('docs/doctor.md', () => {
  it('has a section for each check, in the order in which they are made', () => {
    const titles = [...page('docs/doctor.md').text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(checkNames);
  });
});
