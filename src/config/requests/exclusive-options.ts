import { type GivenOption, type OptionReader, PRECEDENCE } from '../option-reader.js';

/** Of options that say the same thing in different ways the stronger source wins; the same source is a mistake. */
export function exclusiveOption<T extends string>(reader: OptionReader, names: readonly T[]): T | null {
  const given = givenOptions(reader, names);
  for (const source of PRECEDENCE) {
    const [first, ...others] = given.filter((option) => option.source === source);
    if (first === undefined) continue;
    for (const other of others) refuseBeside(reader, other, first);
    return first.name;
  }
  return null;
}

/** Refuses whatever of these is given as strongly as `option`, beside which it does nothing. */
export function refuseBesides(reader: OptionReader, option: string, names: readonly string[]): void {
  const winner = reader.given(option);
  if (winner === null) return;
  for (const other of givenOptions(reader, names)) {
    if (reader.rankOf(other.name) <= reader.rankOf(option)) refuseBeside(reader, other, winner);
  }
}

function givenOptions<T extends string>(
  reader: OptionReader,
  names: readonly T[],
): readonly (GivenOption & { readonly name: T })[] {
  return names.flatMap((name) => {
    const option = reader.given(name);
    return option === null ? [] : [{ ...option, name }];
  });
}

function refuseBeside(reader: OptionReader, { where }: GivenOption, winner: GivenOption): void {
  reader.refuse(where, `cannot be given together with ${winner.where}`, 'give one of the two');
}
