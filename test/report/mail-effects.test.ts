import { describe, expect, it } from 'vitest';
import type { MailEffect, MailVerdict } from '../../src/model/mail-effect.ts';
import { mailEffectSection } from '../../src/report/mail-effects-markdown.ts';
import { mailEffectLines } from '../../src/report/mail-effects-text.ts';
import { plainStyle } from '../../src/report/style.ts';

const fine: MailVerdict = { kind: 'delivered', recipients: 2 };
const late: MailVerdict = { kind: 'deferred', reason: 'recipients', recipients: 1001, path: ['all@a', 'ops@a'] };

function effect(parts: Partial<MailEffect>): MailEffect {
  const none = { starts: [], stops: [], stays: [], already: [] };
  return { address: 'all@a', isPassedOn: false, before: fine, after: fine, ...none, ...parts };
}

function linesOf(...effects: readonly MailEffect[]): readonly string[] {
  return mailEffectLines({ effects, unexamined: 0 }, plainStyle, 20);
}

describe('what changes for mail', () => {
  it.each([
    [{ starts: [['all@a', 'ops@a', 'bob@a']] }, '    all@a  bob@a starts to get its mail through ops@a'],
    [
      { starts: [['all@a', 'ops@a']] },
      '    all@a  ops@a gets its mail itself, because no group of that name has members any more',
    ],
    [
      { stops: [['all@a', 'x@a', 'y@a', 'bob@a']] },
      '    all@a  bob@a stops getting its mail, which came through x@a → y@a',
    ],
    [{ stays: [['all@a', 'x@a', 'bob@a']] }, '    all@a  bob@a leaves the list and still gets its mail through x@a'],
    [{ already: [['all@a', 'x@a', 'bob@a']] }, '    all@a  bob@a joins the list and got its mail already through x@a'],
    [
      { after: late },
      '! all@a  Postfix will put off all mail to it: 1001 recipients or more, which is too many (all@a → ops@a)',
    ],
    [
      { before: late, after: late },
      '! all@a  Postfix goes on putting off all mail to it: 1001 recipients or more, which is too many (all@a → ops@a)',
    ],
    [
      { before: late },
      '    all@a  Postfix puts off mail to it no more (it did: 1001 recipients or more, which is too many (all@a → ops@a))',
    ],
  ])('is said in one line: %j', (parts, line) => {
    expect(linesOf(effect(parts))).toEqual(['Mail, through groups in groups (1):', line]);
  });

  it('is said of an address that another group has now, of everybody', () => {
    const passed = { isPassedOn: true, starts: [['all@a', 'bob@a']], stops: [['all@a', 'ann@a']] };
    expect(linesOf(effect(passed)).slice(1)).toEqual([
      '    all@a  another group has the address now',
      '    all@a  bob@a starts to get its mail',
      '    all@a  ann@a stops getting its mail',
    ]);
  });

  it('is no section when there is nothing to say, or nobody looked', () => {
    expect(linesOf()).toEqual([]);
    expect(mailEffectLines(undefined, plainStyle, 20)).toEqual([]);
    expect(mailEffectSection(undefined).rows).toEqual([]);
  });

  it('says how many addresses were not looked at', () => {
    expect(mailEffectLines({ effects: [], unexamined: 7 }, plainStyle, 20).at(-1)).toContain('7 addresses');
    expect(mailEffectSection({ effects: [], unexamined: 1 }).rows).toEqual([
      '- Not looked at, because there are so many: 1 address.\n',
    ]);
  });

  it('warns in Markdown too', () => {
    expect(mailEffectSection({ effects: [effect({ after: late })], unexamined: 0 }).rows).toEqual([
      '- **Warning:** `all@a`: Postfix will put off all mail to it: 1001 recipients or more, which is too many (`all@a` → `ops@a`)\n',
    ]);
  });
});
