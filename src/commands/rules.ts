import type { Settings } from '../io/run-settings.ts';
import { type RuleFacts, ruleCatalog, ruleLevel } from '../manifest/rule-catalog.ts';
import { ruleNames } from '../manifest/rule-names.ts';
import { rulesToJson } from '../report/rules-json.ts';
import { rulesToText } from '../report/rules-text.ts';
import type { RuleView } from '../report/rules-view.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { rulesFormats } from './formats.ts';
import { type ManifestInputOptions, withoutDirectory } from './judging.ts';
import { readSettings, showDiagnostics } from './settings-input.ts';

/** Options of `rules`. */
export interface RulesOptions extends ManifestInputOptions {
  readonly format: (typeof rulesFormats)[number];
}

/** Every rule that settings can switch, with the level that these settings give it. */
export async function run(context: Context, options: RulesOptions): Promise<ExitCode> {
  const { settings, diagnostics } = readSettings(context, withoutDirectory(options));
  showDiagnostics(context, diagnostics);
  if (settings === undefined) return exitCode.input;
  const rules = ruleNames.map((name): RuleView => {
    const { level, ...facts } = ruleCatalog[name];
    return { name, ...facts, level: ruleLevel(settings.rules, name), default: level, ready: isReady(facts, settings) };
  });
  context.out(
    options.format === 'json'
      ? rulesToJson(rules, { tool: context.version })
      : rulesToText(rules, { style: context.outStyle }),
  );
  return exitCode.done;
}

function isReady({ needs }: Pick<RuleFacts, 'needs'>, { mail, folders, pins }: Settings): boolean {
  switch (needs) {
    case undefined:
      return true;
    case 'mail.domains':
      return mail.domains.length > 0;
    case 'mail.internal':
      return mail.internal.length > 0;
    case 'mail.forbiddenDomains':
      return mail.forbiddenDomains.length > 0;
    case 'mail.accounts':
      return mail.accounts !== undefined;
    case 'folders':
      return Object.keys(folders).length > 0;
    case 'pins':
      return Object.keys(pins).length > 0;
  }
}
