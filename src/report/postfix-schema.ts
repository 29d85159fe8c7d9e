import { z } from 'zod';

/** How Postfix has to be set up, in JSON, format `rollcall.postfix`, version 1. */
export interface PostfixDocument {
  readonly format: 'rollcall.postfix';
  readonly version: 1;
  /** The version of Rollcall that wrote it. */
  readonly tool: string;
  /** The LDAP maps, then the lines for `main.cf`. */
  readonly files: readonly {
    readonly name: string;
    readonly parameters: readonly { readonly name: string; readonly value: string }[];
  }[];
}

const text = z.string();

/** The schema of that document; `schema/postfix.schema.json` is generated from it. */
export const postfixSchema: z.ZodType<PostfixDocument> = z
  .strictObject({
    format: z.literal('rollcall.postfix'),
    version: z.literal(1),
    tool: text,
    files: z
      .array(
        z.strictObject({
          name: text.describe('ldap-groups.cf, and main.cf for the lines that go there.'),
          parameters: z.array(
            z.strictObject({ name: text, value: text.describe('As it stands in the file; never a password.') }),
          ),
        }),
      )
      .describe('The LDAP maps, then the lines for main.cf.'),
  })
  .meta({ title: 'Rollcall Postfix files', description: 'The Postfix configuration that fits the settings.' });
