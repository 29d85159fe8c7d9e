import { attributesIn } from '../../ldap/filter-attributes.ts';
import type { MemberQuery } from '../../ldap/member-query.ts';
import { attributeSchema, type Subschema } from '../../ldap/subschema.ts';
import type { Finding } from '../../model/diagnosis.ts';
import { type DoctorFacts, known, type QueryFacts } from './facts.ts';
import { counted, failed, note, ok, warning } from './finding.ts';

/** Whether each query of the settings has an answer that may become members. */
export function checkQueries({ queries, schema }: DoctorFacts): readonly Finding[] {
  const types = known(schema);
  return queries.flatMap((one) => [
    ...answerFindings(one),
    ...(types === undefined ? [] : unknownAttributes(one.query, types)),
  ]);
}

function answerFindings({ query, answer }: QueryFacts): readonly Finding[] {
  if (answer.kind === 'skipped') return [];
  if (answer.kind === 'failed') return [failed(answer)];
  const { name, limit, minimum, attribute } = query;
  const { members, without } = answer.fact;
  const said = `the query ${name} answers ${counted(members.length, 'member')} (at least ${minimum}, at most ${limit})`;
  const hint = `Raise queries.${name}.limit in time: beyond it, every run ends.`;
  const size = members.length > limit * 0.8 ? warning(said, hint) : ok(said);
  const have = without === 1 ? 'has' : 'have';
  return [
    size,
    ...(without === 0
      ? []
      : [
          note(
            `${counted(without, 'entry', 'entries')} that the query ${name} finds ${have} no ${attribute}`,
            undefined,
          ),
        ]),
  ];
}

/** What a server does not know matches nothing, without a word. */
function unknownAttributes({ name, attribute, filter }: MemberQuery, schema: Subschema): readonly Finding[] {
  if (schema.attributeTypes.size === 0) return [];
  const names = [...new Set([attribute, ...attributesIn(filter)])];
  return names
    .filter((one) => attributeSchema(schema, one) === undefined)
    .map((one) => {
      const message = `the query ${name} asks for ${one}, which the server does not know`;
      return warning(message, `It finds nothing by it. Correct the name in queries.${name}.`);
    });
}
