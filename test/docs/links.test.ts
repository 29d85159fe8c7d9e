import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { existsInProject, type Page, pages, project } from './pages.ts';

const all = pages.map((page) => [page.path, page] as const);

describe.each(all)('%s', (_, page) => {
  it('links only to what is there', () => {
    expect(relativeLinks(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('names no path of the machine it was written on', () => {
    const home = homedir().length > 1 ? [homedir()] : [];
    expect([project, ...home, '/home/', '/Users/'].filter((path) => page.text.includes(path))).toEqual([]);
  });
});

function relativeLinks({ text }: Page): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(page: Page, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page.path : join(dirname(page.path), path);
  if (!existsInProject(target)) return false;
  return anchor === undefined || anchorsOf(target).has(anchor);
}

/** Anchors as GitHub makes them from headings. */
function anchorsOf(path: string): ReadonlySet<string> {
  const text = pages.find((page) => page.path === path)?.text ?? '';
  const titles = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title]) => title ?? '');
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
