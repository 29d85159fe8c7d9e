import type { PostfixConfig, PostfixFile } from '../../model/postfix-config.ts';

const control = /[\u0000-\u001f\u007f]/;

/** The first parameter that does not fit on a line, so that it could smuggle another one in; undefined when all do. */
export function unwritable({ maps, main }: PostfixConfig): string | undefined {
  const files = [...maps, main];
  const found = files.flatMap(({ parameters }) => parameters).find(({ value }) => control.test(value));
  if (found !== undefined) return found.name;
  return files.flatMap(remarksOf).some((remark) => control.test(remark)) ? 'a remark' : undefined;
}

function remarksOf({ remarks, parameters }: PostfixFile): readonly string[] {
  return [...remarks, ...parameters.flatMap((parameter) => parameter.remarks)];
}
