import { parseDn } from '../ldap/dn.ts';
import { and, type Filter, parseFilter } from '../ldap/filter.ts';
import type { MemberQuery } from '../ldap/member-query.ts';
import type { QueryFile, SettingsLayer } from '../manifest/settings-file.ts';
import type { ReportProblem } from './owner-settings.ts';
import type { Settings } from './run-settings.ts';

/** A query finds at least one member unless the settings say otherwise: nobody at all is most often a mistake. */
const usualMinimum = 1;

/** The queries of the settings with their defaults; what the directory could not be asked is a problem. */
export function checkQueries({ queries = {} }: SettingsLayer, report: ReportProblem): Settings['queries'] {
  return Object.fromEntries(Object.entries(queries).map(([name, query]) => [name, checkQuery(name, query, report)]));
}

function checkQuery(name: string, file: QueryFile, report: ReportProblem): MemberQuery {
  const path = ['queries', name];
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) {
    const hint = 'Use a letter, then letters, digits, hyphens and underscores, at most 64 characters.';
    report('RC302', path, `queries: ${JSON.stringify(name)} is not a name for a query`, hint);
  }
  const { limit, minimum = usualMinimum, values = 'one' } = file;
  if (limit === undefined) {
    const hint = 'Say how many members are plausible; a larger answer ends the run.';
    report('RC303', path, `queries.${name}.limit is missing`, hint);
  } else if (minimum > limit) {
    const message = `queries.${name}.minimum is ${minimum}, and its limit is ${limit}`;
    report('RC304', [...path, 'minimum'], message, 'Make the limit larger, or the minimum smaller.');
  }
  return {
    name,
    base: checkBase(name, file.base, report),
    filter: checkFilter(name, file.filter, report),
    attribute: checkAttribute(name, file.attribute, report),
    limit: limit ?? 1,
    minimum,
    values,
  };
}

function checkBase(name: string, base: string | undefined, report: ReportProblem): string {
  const path = ['queries', name];
  if (base === undefined) {
    report('RC303', path, `queries.${name}.base is missing`, 'Name the DN below which the entries are.');
  } else if (base.trim() === '' || parseDn(base) === undefined) {
    report(
      'RC302',
      [...path, 'base'],
      `queries.${name}.base is not a DN`,
      'Write it like ou=People,dc=example,dc=net.',
    );
  }
  return base ?? '';
}

function checkFilter(name: string, text: string | undefined, report: ReportProblem): Filter {
  const path = ['queries', name];
  if (text === undefined) {
    report('RC303', path, `queries.${name}.filter is missing`, 'Say which entries it finds: (departmentNumber=12).');
    return and();
  }
  const parsed = parseFilter(text);
  if ('filter' in parsed) return parsed.filter;
  const message = `queries.${name}.filter is not a filter: ${parsed.problem} (at character ${parsed.offset + 1})`;
  report('RC302', [...path, 'filter'], message, 'Write it like (departmentNumber=12).');
  return and();
}

function checkAttribute(name: string, attribute: string | undefined, report: ReportProblem): string {
  const path = ['queries', name];
  if (attribute === undefined) {
    report('RC303', path, `queries.${name}.attribute is missing`, 'Name the attribute with the address, such as mail.');
  } else if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(attribute)) {
    const message = `queries.${name}.attribute: ${JSON.stringify(attribute)} is not the name of an attribute`;
    report('RC302', [...path, 'attribute'], message, 'Write one name without options, such as mail.');
  }
  return attribute ?? '';
}
