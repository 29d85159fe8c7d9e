import { type ExpandedValue, expandValue } from './expand-value.ts';
import type { ParameterFile } from './parameters.ts';

/** What Postfix takes for parameters of `main.cf` that are not set (3.7), those that decide about groups. */
const defaults: Readonly<Record<string, string>> = {
  alias_maps: '',
  myorigin: '$myhostname',
  propagate_unmatched_extensions: 'canonical, virtual',
  recipient_delimiter: '',
  virtual_alias_address_length_limit: '1000',
  virtual_alias_expansion_limit: '1000',
  virtual_alias_maps: '$virtual_maps',
  virtual_alias_recursion_limit: '1000',
  virtual_maps: '',
};

/** The value of a parameter of `main.cf` as Postfix sees it, expanded. `folder` is where `main.cf` is for Postfix. */
export function mainValue({ parameters }: ParameterFile, folder: string, name: string): ExpandedValue {
  const lookup = (one: string): string | undefined =>
    parameters.get(one)?.value ?? (one === 'config_directory' ? folder : defaults[one]);
  return expandValue(lookup(name) ?? '', lookup);
}
