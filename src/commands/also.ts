import { Failure } from '../model/failure.ts';
import type { CommandInput, OptionSpec } from './command.ts';
import { textOption, textsOption } from './input.ts';

/** The result once more, in a format of its own, in a file. */
export interface AlsoFile<Format extends string> {
  readonly format: Format;
  /** The path as the user gave it. */
  readonly file: string;
}

/** The most characters of Markdown that a comment on GitHub takes, less some room for what others write around it. */
const usualLength = 60_000;

/** Options for the result in further formats, and for the length of its Markdown. */
export function alsoOptions(formats: readonly string[]): readonly OptionSpec[] {
  return [
    {
      flags: '--also <format=file>',
      description: `also write the result to a file, in one of the formats ${formats.join(', ')}; may be repeated`,
      repeatable: true,
    },
    { flags: '--max-length <characters>', description: `the longest Markdown to write (default: ${usualLength})` },
  ];
}

/** The files of `--also`, in order. A format that there is not, or no file, is a usage Failure. */
export function alsoFiles<Format extends string>(
  input: CommandInput,
  formats: readonly Format[],
): readonly AlsoFile<Format>[] {
  return textsOption(input, 'also').map((text) => {
    const at = text.indexOf('=');
    const format = formats.find((one) => one === text.slice(0, Math.max(at, 0)));
    const file = text.slice(at + 1);
    if (format !== undefined && file !== '') return { format, file };
    const hint = `Write it as --also ${formats[0]}=FILE; the formats are ${formats.join(', ')}.`;
    throw new Failure('usage', `--also takes a format and a file, not ${JSON.stringify(text)}`, hint);
  });
}

/** The number of `--max-length`; anything but 1000 to 1,000,000 is a usage Failure. */
export function markdownLength(input: CommandInput): number {
  const text = textOption(input, 'maxLength');
  if (text === undefined) return usualLength;
  const number = Number(text);
  if (/^[0-9]{4,7}$/.test(text) && number >= 1000 && number <= 1_000_000) return number;
  const hint = `A comment on GitHub takes 65,536 characters: --max-length ${usualLength}.`;
  throw new Failure('usage', `--max-length takes 1000 to 1000000 characters, not ${JSON.stringify(text)}`, hint);
}
